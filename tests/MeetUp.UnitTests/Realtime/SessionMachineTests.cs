using CsCheck;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime;

namespace MeetUp.UnitTests.Realtime;

/// <summary>
/// Whatever two people do in whatever order: the server's view is that of a simple model, and what a client pieced together from its frames
/// is what a fresh snapshot says.
/// </summary>
public sealed class SessionMachineTests
{
    private enum Act
    {
        Connect,
        Break,
        Fix,
        Pause,
        Resume,
        Confirm,
        Wait,
    }

    private static readonly double[] Places = [0, 40, 47, 58, 95, 130, 220];
    private static readonly double[] Waits = [0.3, 1, 4, 9, 11, 28, 31, 58, 61, 121];

    [Fact]
    public async Task Session_IsWhatTheModelSays_AndWhatItsClientsSaw()
    {
        var step = Gen.Select(
            Gen.Frequency(
                (3, Gen.Const(Act.Connect)), (2, Gen.Const(Act.Break)), (8, Gen.Const(Act.Fix)), (1, Gen.Const(Act.Pause)),
                (1, Gen.Const(Act.Resume)), (2, Gen.Const(Act.Confirm)), (8, Gen.Const(Act.Wait))),
            Gen.Bool,
            Gen.Int[0, 69]);
        await step.Array[1, 60].SampleAsync(RunAsync, iter: 400, threads: 1, print: steps => string.Join(' ', steps.Select(step => $"{(step.Item2 ? "Ada" : "Bob")}:{step.Item1}:{step.Item3}")));
    }

    private static async Task RunAsync((Act Act, bool IsAda, int Number)[] steps)
    {
        using var rig = new LiveRig();
        var ada = new Person(rig, rig.AdaId);
        var bob = new Person(rig, rig.BobId);
        var window = new Window();
        foreach (var (act, isAda, number) in steps)
        {
            var person = isAda ? ada : bob;
            switch (act)
            {
                case Act.Connect:
                    person.Connect();
                    break;
                case Act.Break:
                    person.Break();
                    break;
                case Act.Fix:
                    person.Fix(Places[number % Places.Length]);
                    break;
                case Act.Pause or Act.Resume:
                    person.SetPaused(act == Act.Pause);
                    break;
                case Act.Wait:
                    rig.Advance(Waits[number % Waits.Length]);
                    break;
                default:
                    var isClose = ada.CanBeClose && bob.CanBeClose && rig.Snapshot(person.Id).Proximity is { CanConfirm: true };
                    var outcome = await rig.ConfirmAsync(person.Id, manual: number % 2 == 0);
                    if (!isClose && number % 2 != 0)
                    {
                        Assert.Equal(ConfirmStatus.NotCloseEnough, outcome.Status);
                    }
                    else if (window.Confirm(person.Id, isClose, rig.Now) is { } reason)
                    {
                        Assert.Equal((ConfirmStatus.Ended, (EndReason?)reason), (outcome.Status, outcome.Reason));
                        await LiveRig.UntilAsync(() => !rig.Room.IsActive);
                        ada.CheckEnd(reason);
                        bob.CheckEnd(reason);
                        return;
                    }
                    else
                    {
                        Assert.Equal((ConfirmStatus.WaitingForPeer, (DateTimeOffset?)window.ExpiresAt), (outcome.Status, outcome.ExpiresAt));
                    }

                    break;
            }

            window.Pass(rig.Now);
            Check(rig, ada, bob, window);
            Check(rig, bob, ada, window);
        }
    }

    private static void Check(LiveRig rig, Person viewer, Person peer, Window window)
    {
        var snapshot = rig.Snapshot(viewer.Id);
        foreach (var person in new[] { viewer, peer })
        {
            var shown = snapshot.Participants.Single(participant => participant.UserId == person.Id);
            Assert.Equal(person.Status, shown.Status);
            Assert.Equal(person.Sharing, shown.Sharing);
            Assert.Equal(person.LiveSeq, shown.Location?.Seq);
        }

        Assert.Equal(viewer.LiveSeq is not null && peer.LiveSeq is not null, snapshot.Proximity is not null);
        Assert.True(snapshot.Proximity is not { CanConfirm: true } || (viewer.CanBeClose && peer.CanBeClose));
        Assert.Equal(window.ConfirmedBy, snapshot.ImHere?.ConfirmedBy.Single());

        if (viewer.Look() is { } seen)
        {
            Assert.Equal((peer.Status, peer.Sharing), (seen.PeerStatus, seen.PeerSharing));
            Assert.Equal(peer.LiveSeq, seen.PeerSharing == SharingStatus.Live ? seen.PeerSeq : null);
            Assert.Equal(snapshot.Proximity is { CanConfirm: true }, seen.CanConfirm);
            Assert.Equal(window.ConfirmedBy, seen.ConfirmedBy);
            if (snapshot.Proximity is { } proximity)
            {
                Assert.Equal(proximity.Band, seen.Band);
            }
        }
    }

    /// <summary>One person as the model has them, and as their client does.</summary>
    private sealed class Person(LiveRig rig, Guid id)
    {
        private RigSocket? _socket;
        private View? _view;
        private DateTimeOffset? _lostAt;
        private bool _isPaused;
        private long _seq;
        private DateTimeOffset? _fixAt;

        public Guid Id => id;

        public PresenceStatus Status =>
            _socket is not null || rig.Now < _lostAt?.AddSeconds(10) ? PresenceStatus.Online : PresenceStatus.Offline;

        public SharingStatus Sharing => _isPaused ? SharingStatus.Paused : LiveSeq is null ? SharingStatus.None : SharingStatus.Live;

        public long? LiveSeq => rig.Now < _fixAt?.AddSeconds(120) ? _seq : null;

        public bool CanBeClose => LiveSeq is not null && rig.Now <= _fixAt?.AddSeconds(30);

        public void Connect()
        {
            var older = _socket;
            _socket = rig.Connect(id);
            _view = new View(id);
            _lostAt = null;
            if (older is not null)
            {
                Assert.Equal(CloseCodes.Replaced, older.Take()[^1].CloseCode);
                older.Leave();
            }
        }

        public void Break()
        {
            if (_socket is not null)
            {
                _socket.Leave();
                _socket = null;
                _lostAt = rig.Now;
            }
        }

        public void Fix(double meters)
        {
            if (rig.SendFix(id, meters) is { Code: var code })
            {
                Assert.Equal(_isPaused && code != ErrorCodes.InvalidLocation && code != ErrorCodes.RateLimitExceeded ? ErrorCodes.SharingPaused : code, code);
                if (code is null)
                {
                    Assert.False(_isPaused);
                    _seq++;
                    _fixAt = rig.Now;
                }
            }
        }

        public void SetPaused(bool paused)
        {
            if (_socket is not null && paused != _isPaused)
            {
                _socket.Send(paused ? """{"type":"pause_sharing"}""" : """{"type":"resume_sharing"}""");
                _isPaused = paused;
                _fixAt = null;
            }
        }

        /// <summary>What their client makes of all it was sent; null while not connected.</summary>
        public View? Look()
        {
            _socket?.Take().ForEach(frame => _view!.Apply(frame.Frame));
            return _socket is null ? null : _view;
        }

        public void CheckEnd(EndReason reason)
        {
            if (_socket is not null)
            {
                var last = _socket.Take();
                Assert.Equal(reason, Assert.IsType<SessionEnded>(last[^2].Frame).Reason);
                Assert.Equal(CloseCodes.Normal, last[^1].CloseCode);
                Assert.Single(last, frame => frame.Opcode == 0x1 && frame.Frame is SessionEnded);
            }
        }
    }

    /// <summary>A client that believes its frames.</summary>
    private sealed class View(Guid me)
    {
        public PresenceStatus PeerStatus { get; private set; }

        public SharingStatus PeerSharing { get; private set; }

        public long? PeerSeq { get; private set; }

        public Band? Band { get; private set; }

        public bool CanConfirm { get; private set; }

        public Guid? ConfirmedBy { get; private set; }

        public void Apply(ServerFrame frame)
        {
            switch (frame)
            {
                case SessionSnapshot snapshot:
                    var peer = snapshot.Participants.Single(person => person.UserId != me);
                    (PeerStatus, PeerSharing, PeerSeq) = (peer.Status, peer.Sharing, peer.Location?.Seq);
                    (Band, CanConfirm) = (snapshot.Proximity?.Band, snapshot.Proximity is { CanConfirm: true });
                    ConfirmedBy = snapshot.ImHere?.ConfirmedBy.Single();
                    break;
                case PresenceUpdate update:
                    Assert.NotEqual(me, update.UserId);
                    (PeerStatus, PeerSharing) = (update.Status, update.Sharing);
                    break;
                case PeerLocation location:
                    Assert.Equal(SharingStatus.Live, PeerSharing);
                    Assert.True(location.Seq > (PeerSeq ?? 0));
                    PeerSeq = location.Seq;
                    break;
                case ProximityUpdate update:
                    (Band, CanConfirm) = (update.Band, update.CanConfirm);
                    break;
                case ImHereUpdate update:
                    ConfirmedBy = update.ConfirmedBy.Count == 0 ? null : update.ConfirmedBy.Single();
                    break;
            }
        }
    }

    /// <summary>The sixty seconds in which the other has to confirm.</summary>
    private sealed class Window
    {
        private bool _isClose;

        public Guid? ConfirmedBy { get; private set; }

        public DateTimeOffset ExpiresAt { get; private set; }

        /// <summary>How the session ends by this, or null.</summary>
        public EndReason? Confirm(Guid person, bool isClose, DateTimeOffset now)
        {
            if (ConfirmedBy is null || now > ExpiresAt)
            {
                (ConfirmedBy, _isClose, ExpiresAt) = (person, isClose, now.AddSeconds(60));
                return null;
            }

            return ConfirmedBy == person ? null
                : _isClose && isClose ? EndReason.ProximityReached
                : EndReason.ManualConfirm;
        }

        public void Pass(DateTimeOffset now) => ConfirmedBy = now > ExpiresAt ? null : ConfirmedBy;
    }
}
