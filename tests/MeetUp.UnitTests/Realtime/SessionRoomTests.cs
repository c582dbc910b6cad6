using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.UnitTests.Realtime;

/// <summary>Coming, going, sharing and the end of one session, as its two people see it.</summary>
public sealed class SessionRoomTests : IDisposable
{
    private readonly LiveRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Presence_GoesOffline_TenSecondsAfterTheConnectionIsLost()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        Assert.Equal(PresenceStatus.Online, Assert.Single(ada.Take<PresenceUpdate>()).Status);
        _rig.Advance(3);
        var lastSeen = _rig.Now.AddSeconds(-3);

        bob.Leave();
        _rig.Advance(9.9);
        Assert.Empty(ada.Take());
        Assert.Equal(PresenceStatus.Online, _rig.Live.StatusOf(_rig.View, _rig.BobId).Status);

        _rig.Advance(0.2);
        Assert.Equal(new PresenceUpdate(_rig.BobId, PresenceStatus.Offline, SharingStatus.None, lastSeen), Assert.Single(ada.Take<PresenceUpdate>()));
    }

    [Fact]
    public void Presence_SaysNothing_WhenThePersonIsBackInTime()
    {
        var ada = _rig.Connect(_rig.AdaId);
        _rig.Connect(_rig.BobId).Leave();
        ada.Take();
        _rig.Advance(9.9);

        var bob = _rig.Connect(_rig.BobId);
        _rig.Advance(20);
        Assert.Empty(ada.Take());
        Assert.Equal(PresenceStatus.Online, _rig.Snapshot(_rig.AdaId).Participants[1].Status);
        Assert.Single(bob.Take<SessionSnapshot>());
    }

    [Fact]
    public void NewerConnection_ReplacesTheOlder_WithoutFlapping()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var older = _rig.Connect(_rig.BobId);
        ada.Take();
        older.Take();

        var newer = _rig.Connect(_rig.BobId);
        var seen = older.Take();
        Assert.Equal(ErrorCodes.ConnectionReplaced, ((ErrorFrame)seen[0].Frame).Code);
        Assert.Equal(CloseCodes.Replaced, seen[1].CloseCode);

        older.Leave();
        _rig.Advance(15);
        Assert.Empty(ada.Take());
        _rig.SendFix(_rig.AdaId, 0);
        Assert.Single(newer.Take<PeerLocation>());
        Assert.Empty(older.Take());
    }

    [Fact]
    public void Activation_GivesASnapshot_OnceToThoseConnected()
    {
        using var rig = new LiveRig(SessionStatus.Pending);
        var ada = rig.Connect(rig.AdaId);
        Assert.Equal(SessionStatus.Pending, Assert.Single(ada.Take<SessionSnapshot>()).Status);
        rig.SendFix(rig.AdaId, 0);

        rig.View = rig.ViewOf(rig.View.SessionId, SessionStatus.Active);
        rig.Live.SessionActivated(rig.View);
        rig.Live.SessionActivated(rig.View);
        var snapshot = Assert.Single(ada.Take<SessionSnapshot>());
        Assert.Equal(SessionStatus.Active, snapshot.Status);
        Assert.Equal([rig.AdaId, rig.BobId], snapshot.Participants.Select(person => person.UserId));

        var bob = rig.Connect(rig.BobId);
        Assert.Equal(1, Assert.Single(bob.Take<SessionSnapshot>()).Participants[0].Location!.Seq);
    }

    [Fact]
    public void Activation_IsSeen_WhenTheNewcomerConnectsBeforeItIsTold()
    {
        using var rig = new LiveRig(SessionStatus.Pending);
        var ada = rig.Connect(rig.AdaId);
        ada.Take();

        rig.View = rig.ViewOf(rig.View.SessionId, SessionStatus.Active);
        rig.Connect(rig.BobId);
        rig.Live.SessionActivated(rig.View);

        var seen = ada.Take();
        Assert.IsType<SessionSnapshot>(seen[0].Frame);
        Assert.IsType<PresenceUpdate>(seen[1].Frame);
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void Pause_TakesBackWhatTheSlowPeerHasNotSeen()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        _rig.SendFix(_rig.AdaId, 0);
        bob.Take();
        bob.Pipe.StopReading();
        _rig.Advance(1);
        ada.Send(_rig.FixFrame(1));
        _rig.Advance(1);
        ada.Send(_rig.FixFrame(2));
        bob.Take();

        ada.Send("""{"type":"pause_sharing"}""");
        bob.Pipe.ReadOn();

        var seen = Assert.Single(bob.Take());
        Assert.Equal(SharingStatus.Paused, ((PresenceUpdate)seen.Frame).Sharing);
        Assert.Null(_rig.Snapshot(_rig.BobId).Participants[0].Location);
    }

    [Fact]
    public void Pause_EndsTheLeaveToConfirm_ForBoth()
    {
        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        _rig.SendFix(_rig.AdaId, 0);
        _rig.SendFix(_rig.BobId, 20);
        Assert.True(Assert.Single(ada.Take<ProximityUpdate>()).CanConfirm);
        Assert.True(Assert.Single(bob.Take<ProximityUpdate>()).CanConfirm);

        bob.Send("""{"type":"pause_sharing"}""");
        Assert.False(Assert.Single(ada.Take<ProximityUpdate>()).CanConfirm);
        Assert.False(Assert.Single(bob.Take<ProximityUpdate>()).CanConfirm);
        Assert.Null(_rig.Snapshot(_rig.AdaId).Proximity);

        bob.Send("""{"type":"resume_sharing"}""");
        Assert.Equal(SharingStatus.None, Assert.Single(ada.Take<PresenceUpdate>()).Sharing);
        _rig.Advance(1);
        _rig.SendFix(_rig.BobId, 20);
        Assert.True(Assert.Single(ada.Take<ProximityUpdate>()).CanConfirm);
    }

    [Fact]
    public void Fix_AgesOutOfConfirming_At30Seconds_AndOutOfSight_At120()
    {
        var ada = _rig.Connect(_rig.AdaId);
        _rig.Connect(_rig.BobId);
        _rig.SendFix(_rig.AdaId, 0);
        _rig.SendFix(_rig.BobId, 20);
        ada.Take();

        _rig.Advance(29.9);
        Assert.Empty(ada.Take());
        _rig.Advance(0.2);
        Assert.False(Assert.Single(ada.Take<ProximityUpdate>()).CanConfirm);

        _rig.Advance(89.8);
        Assert.Empty(ada.Take());
        Assert.NotNull(_rig.Snapshot(_rig.AdaId).Participants[1].Location);
        _rig.Advance(0.2);
        Assert.Equal(SharingStatus.None, Assert.Single(ada.Take<PresenceUpdate>()).Sharing);
        Assert.Null(_rig.Snapshot(_rig.AdaId).Participants[1].Location);
        Assert.Null(_rig.Snapshot(_rig.AdaId).Proximity);
    }

    [Fact]
    public void Fix_LeavesNoAnchorBehind_OnceItIsForgotten()
    {
        Assert.Null(_rig.SendFix(_rig.AdaId, 0).Code);
        _rig.Advance(1);
        Assert.Equal(LocationRefusals.ImpossibleSpeed, _rig.SendFix(_rig.AdaId, 50_000).Reason);

        _rig.Advance(120);
        Assert.Null(_rig.SendFix(_rig.AdaId, 50_000).Code);
        Assert.Equal(2, _rig.Snapshot(_rig.AdaId).Participants[0].Location!.Seq);
    }

    [Fact]
    public void Limit_FollowsThePerson_OverReconnectsSessionsAndTransports()
    {
        var other = _rig.ViewOf(Guid.CreateVersion7(_rig.Now), SessionStatus.Active);
        var ada = _rig.Connect(_rig.AdaId);
        ada.Take();
        for (var i = 0; i < 4; i++)
        {
            ada.Send("""{"type":"location_update","payload":{}}""");
        }

        ada.Leave();
        var again = _rig.TryConnect(_rig.AdaId, view: other)!;
        again.Take();
        for (var i = 0; i < 6; i++)
        {
            again.Send("""{"type":"location_update","payload":{}}""");
        }

        Assert.All(again.Take<ErrorFrame>(), error => Assert.Equal(ErrorCodes.InvalidPayload, error.Code));
        Assert.Equal(ErrorCodes.RateLimitExceeded, _rig.SendFix(_rig.AdaId, 0).Code);
        again.Send(_rig.FixFrame(0));
        again.Send(_rig.FixFrame(0));
        Assert.Equal(ErrorCodes.RateLimitExceeded, Assert.Single(again.Take<ErrorFrame>()).Code);

        _rig.Advance(0.1);
        Assert.Null(_rig.SendFix(_rig.AdaId, 0).Code);
    }

    [Fact]
    public void End_IsToldOnce_AndForgetsEveryPlace()
    {
        var ada = _rig.Connect(_rig.AdaId);
        _rig.SendFix(_rig.AdaId, 0);
        ada.Take();

        _rig.Live.SessionEnded(_rig.View.SessionId, EndReason.UserAction, _rig.Now);
        _rig.Live.SessionEnded(_rig.View.SessionId, EndReason.Expired, _rig.Now);
        var seen = ada.Take();
        Assert.Equal(new SessionEnded(EndReason.UserAction, _rig.Now), seen[0].Frame);
        Assert.Equal(CloseCodes.Normal, seen[1].CloseCode);
        Assert.Equal(2, seen.Count);
        Assert.All(_rig.Snapshot(_rig.BobId).Participants, person => Assert.Null(person.Location));
        Assert.Equal(ErrorCodes.SessionNotActive, _rig.SendFix(_rig.AdaId, 0).Code);
    }

    [Fact]
    public void End_KeepsOutWhoWasOnTheirWayIn_EvenWhenNobodyWasThere()
    {
        _rig.Live.SessionEnded(_rig.View.SessionId, EndReason.UserAction, _rig.Now);

        Assert.Null(_rig.TryConnect(_rig.AdaId));
    }

    [Fact]
    public void Client_ThatBreaksTheCloseHandshake_IsCutAfterTwoSeconds()
    {
        var ada = _rig.Connect(_rig.AdaId);
        _rig.Live.SessionEnded(_rig.View.SessionId, EndReason.UserAction, _rig.Now);
        _rig.Advance(1.9);
        Assert.False(ada.Pipe.IsAborted);
        _rig.Advance(0.2);
        Assert.True(ada.Pipe.IsAborted);
        Assert.True(ada.Running.IsCompleted);
    }
}
