using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime;

namespace MeetUp.UnitTests.Realtime;

/// <summary>A database that is away for a while costs no session, no pause and no end.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly LiveRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Pauses_AreStoredInOrder_WhenTheDatabaseIsBack()
    {
        var ada = _rig.Connect(_rig.AdaId);
        _rig.Gate.IsAway = true;
        ada.Send("""{"type":"pause_sharing"}""");
        ada.Send("""{"type":"resume_sharing"}""");
        ada.Send("""{"type":"pause_sharing"}""");
        await LiveRig.UntilAsync(() => _rig.Gate.FailedCalls == 1);
        Assert.Equal(SharingStatus.Paused, _rig.Snapshot(_rig.BobId).Participants[0].Sharing);

        await RecoverAsync();
        Assert.Equal("pause,resume,pause", string.Join(',', _rig.Gate.Stored));
    }

    [Fact]
    public async Task End_ComesWhenTheDatabaseIsBack_AndOnlyOnce()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        _rig.SendFix(_rig.AdaId, 0);
        _rig.SendFix(_rig.BobId, 20);
        await _rig.ConfirmAsync(_rig.AdaId);
        await LiveRig.UntilAsync(() => _rig.StoredChanges.Outstanding == 0);
        ada.Take();
        bob.Take();

        _rig.Gate.IsAway = true;
        Assert.Equal(ConfirmStatus.Unavailable, (await _rig.ConfirmAsync(_rig.BobId)).Status);
        Assert.Equal(ConfirmStatus.Unavailable, (await _rig.ConfirmAsync(_rig.BobId)).Status);
        _rig.Advance(20);
        Assert.Equal([_rig.AdaId, _rig.BobId], Assert.Single(ada.Take<ImHereUpdate>()).ConfirmedBy);

        await RecoverAsync();
        await LiveRig.UntilAsync(() => ada.Running.IsCompleted || ada.Pipe.IsAborted || !_rig.Room.IsActive);
        foreach (var socket in new[] { ada, bob })
        {
            Assert.Equal(EndReason.ProximityReached, Assert.Single(socket.Take<SessionEnded>()).Reason);
        }

        Assert.Equal("confirmed,confirmed,end ProximityReached", string.Join(',', _rig.Gate.Stored));
    }

    private async Task RecoverAsync()
    {
        _rig.Gate.IsAway = false;
        await LiveRig.UntilAsync(() =>
        {
            _rig.Advance(1);
            return _rig.StoredChanges.Outstanding == 0;
        });
    }
}
