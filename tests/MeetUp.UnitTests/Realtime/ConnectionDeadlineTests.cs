using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.UnitTests.Realtime;

/// <summary>What a connection's deadlines do: pings, slow readers, the token's end.</summary>
public sealed class ConnectionDeadlineTests : IDisposable
{
    private static readonly byte[] Pong = SocketPipe.ClientFrame(0x8A, []);

    private readonly LiveRig _rig = new(pongSeconds: 10);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Ping_ComesEvery25Seconds_AndAnyAnswerKeepsTheConnection()
    {
        var ada = _rig.Connect(_rig.AdaId);
        ada.Pipe.TakeFrames();
        for (var i = 0; i < 4; i++)
        {
            _rig.Advance(24.9);
            Assert.Empty(ada.Pipe.TakeFrames());
            _rig.Advance(0.1);
            Assert.Equal(0x9, Assert.Single(ada.Pipe.TakeFrames()).Opcode);
            ada.Pipe.ClientSends(i % 2 == 0 ? Pong : SocketPipe.ClientFrame(0x81, "{}"u8));
            ada.Pipe.TakeFrames();
        }

        _rig.Advance(20);
        Assert.False(ada.Pipe.IsAborted);
    }

    [Fact]
    public void Connection_IsDead_TenSecondsAfterAnUnansweredPing()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        _rig.Advance(25);
        bob.Pipe.ClientSends(Pong);
        bob.Take();
        _rig.Advance(9.9);
        Assert.False(ada.Pipe.IsAborted);
        _rig.Advance(0.2);
        Assert.True(ada.Pipe.IsAborted);

        _rig.Advance(10);
        Assert.Equal(PresenceStatus.Offline, Assert.Single(bob.Take<PresenceUpdate>()).Status);
    }

    [Fact]
    public void SlowReader_IsClosed_After30Seconds()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        bob.Take();
        bob.Pipe.StopReading();
        ada.Send(_rig.FixFrame(0));
        for (var i = 0; i < 299; i++)
        {
            _rig.Advance(0.1);
            ada.Send(_rig.FixFrame(0));
            bob.Pipe.ClientSends(Pong);
        }

        bob.Pipe.TakeFrames();
        Assert.Empty(bob.Pipe.TakeFrames());
        _rig.Advance(0.3);
        bob.Pipe.ReadOn();
        Assert.Equal(CloseCodes.SlowReader, bob.Take()[^1].CloseCode);
    }

    [Fact]
    public void SlowReader_ThatCatchesUp_GetsOnlyTheNewest()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        bob.Pipe.StopReading();
        for (var i = 0; i < 200; i++)
        {
            _rig.Advance(0.1);
            ada.Send(_rig.FixFrame(i * 0.1));
        }

        bob.Take();
        bob.Pipe.ReadOn();
        Assert.Equal(200, Assert.Single(bob.Take<PeerLocation>()).Seq);
        _rig.Advance(30);
        Assert.DoesNotContain(bob.Take(), frame => frame.Opcode == 0x8);
    }

    [Fact]
    public void Token_IsWarnedAboutAMinuteBefore_AndEnds25SecondsAfter()
    {
        var expiresAt = _rig.Now.AddMinutes(10);
        var ada = _rig.TryConnect(_rig.AdaId, expiresAt)!;
        ada.Take();
        while (_rig.Now < expiresAt.AddSeconds(-60.1))
        {
            AdvanceAlive(ada, 0.1);
        }

        Assert.Empty(ada.Take());
        AdvanceAlive(ada, 0.2);
        Assert.Equal(expiresAt, Assert.Single(ada.Take<TokenExpiring>()).ExpiresAt);
        for (var i = 0; i < 84; i++)
        {
            AdvanceAlive(ada, 1);
        }

        Assert.Empty(ada.Take());
        AdvanceAlive(ada, 1);
        var seen = ada.Take();
        Assert.Equal(ErrorCodes.Unauthenticated, ((ErrorFrame)seen[0].Frame).Code);
        Assert.Equal(CloseCodes.Unauthenticated, seen[1].CloseCode);
    }

    [Fact]
    public void Token_ThatIsAlmostOver_IsWarnedAboutAtOnce()
    {
        var ada = _rig.TryConnect(_rig.AdaId, _rig.Now.AddSeconds(30))!;
        _rig.Advance(0.1);
        Assert.Single(ada.Take<TokenExpiring>());
    }

    private void AdvanceAlive(RigSocket socket, double seconds)
    {
        _rig.Advance(seconds);
        socket.Pipe.ClientSends(Pong);
    }
}
