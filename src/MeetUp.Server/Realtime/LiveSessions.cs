using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;
using MeetUp.Server.Realtime.Frames;
using MeetUp.Server.Realtime.Rooms;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime;

/// <summary>
/// The door from the features to the live side: whatever REST changes in a session goes through here to the people connected to it,
/// on whichever instance they are. Nothing here waits for a phone.
/// </summary>
internal sealed class LiveSessions
{
    /// <summary>How many sessions are looked up in the database at once after a time apart, so that others get their turn.</summary>
    private const int MaxAsking = 8;

    private readonly Switchboard _board;
    private readonly SessionRooms _rooms;
    private readonly Confirmations _confirmations;
    private readonly IConfirmWindows _windows;
    private readonly ISessionBus _bus;

    public LiveSessions(Switchboard board, SessionRooms rooms, Confirmations confirmations, IConfirmWindows windows, ISessionBus bus)
    {
        (_board, _rooms, _confirmations, _windows, _bus) = (board, rooms, confirmations, windows, bus);
        bus.Subscribe(Receive);
        rooms.Neighbours.Watch(Lose, Announce);
    }

    /// <summary>The second person joined: everyone connected gets a snapshot.</summary>
    public void SessionActivated(SessionView session)
    {
        var newcomer = session.Participants[^1];
        _bus.Publish(new SecondPersonJoined(session.SessionId, newcomer.UserId, newcomer.DisplayName, session.ExpiresAt));
    }

    /// <summary>The session ended: both are told at once, the sockets close 1000, and every position of it is forgotten.</summary>
    public void SessionEnded(Guid sessionId, EndReason reason, DateTimeOffset endedAt)
    {
        _bus.Publish(new SessionOver(sessionId, reason, endedAt));
        _rooms.Neighbours.ForgetAll(sessionId);
    }

    /// <summary>"I'm here" from either transport.</summary>
    public async ValueTask<ConfirmOutcome> ConfirmAsync(SessionView session, Guid userId, bool manual, CancellationToken cancellationToken)
    {
        if (session.Status != SessionStatus.Active)
        {
            return new ConfirmOutcome(ConfirmStatus.NotActive);
        }

        var room = _rooms.For(session);
        return room.Find(userId) is { } member
            ? await _confirmations.ConfirmAsync(room, member, manual, cancellationToken)
            : new ConfirmOutcome(ConfirmStatus.NotActive);
    }

    /// <summary>A fix over HTTP: the same checks and the same limit as on the socket.</summary>
    public FixOutcome AcceptFix(SessionView session, Guid userId, ReadOnlySpan<byte> payloadJson)
    {
        if (session.Status == SessionStatus.Ended)
        {
            return FixOutcome.NotActive;
        }

        var room = _rooms.For(session);
        if (room.Find(userId) is not { } member)
        {
            return FixOutcome.NotActive;
        }

        var now = _board.Clock.GetUtcNow();
        var outcome = room.TakeUpdate(member, ClientFrameParser.ParsePayload(payloadJson), now);
        if (outcome.Code is { } code)
        {
            _board.Counters.UpdateRefused(outcome.Reason ?? code);
        }
        else
        {
            _rooms.Activity.Note(session.SessionId, userId, now, soon: false);
        }

        return outcome;
    }

    /// <summary>What <paramref name="viewer"/> may see now; after the end every location is null.</summary>
    public SessionSnapshot Snapshot(SessionView session, Guid viewer) => RoomOf(session)?.TrySnapshot(viewer) ?? new SessionSnapshot(
        session.SessionId, session.Status, viewer, _board.Clock.GetUtcNow(), session.ExpiresAt,
        [.. session.Participants.Select(person => new SnapshotParticipant(
            person.UserId, person.DisplayName, PresenceStatus.Offline, SharingWithoutRoom(session, person), person.LastSeen, Location: null))],
        Proximity: null, ImHere: null);

    /// <summary>Presence and sharing of one participant.</summary>
    public LiveStatus StatusOf(SessionView session, Guid userId)
    {
        var person = session.Participants.First(person => person.UserId == userId);
        return RoomOf(session)?.TryStatusOf(userId)
            ?? new LiveStatus(PresenceStatus.Offline, SharingWithoutRoom(session, person), person.LastSeen);
    }

    /// <summary>
    /// Catches up with other instances on a session nobody is connected to here; one that somebody is connected to hears of everything anyway.
    /// </summary>
    public async ValueTask RefreshAsync(SessionView session, CancellationToken cancellationToken)
    {
        if (_rooms.Neighbours.Self is null || session.Status == SessionStatus.Ended || AnyoneConnected(session.SessionId))
        {
            return;
        }

        if (_rooms.Find(session.SessionId) is not null || await _rooms.Neighbours.AnythingKnownAsync(session.SessionId, cancellationToken))
        {
            await _rooms.Neighbours.LookAsync(_rooms.For(session), cancellationToken);
        }
    }

    /// <summary>Lets other instances know what was accepted here; for what came in over HTTP, where nobody here may be connected to tell them.</summary>
    public ValueTask ShareAsync(CancellationToken cancellationToken) => _rooms.Neighbours.FlushAsync(cancellationToken);

    private bool AnyoneConnected(Guid sessionId) => _rooms.Find(sessionId)?.AnyoneConnected == true;

    /// <summary>Whether anyone is, or may be, connected to the session on any instance.</summary>
    public async ValueTask<bool> MayBeConnectedAsync(Guid sessionId, CancellationToken cancellationToken) =>
        AnyoneConnected(sessionId) || await _rooms.Neighbours.MayBeConnectedAsync(sessionId, cancellationToken);

    /// <summary>Closes every socket of a person with 4401: they signed out or deleted their account.</summary>
    public void Revoke(Guid userId) => _bus.Publish(new AccessRevoked(userId));

    /// <summary>The room of a session that is not over, with what the database knows by now; a room is not opened just to be looked at.</summary>
    private SessionRoom? RoomOf(SessionView session) =>
        session.Status != SessionStatus.Ended && _rooms.Find(session.SessionId) is { } room && room.TryUpdate(session) ? room : null;

    private static SharingStatus SharingWithoutRoom(SessionView session, PersonView person) =>
        person.Paused && session.Status != SessionStatus.Ended ? SharingStatus.Paused : SharingStatus.None;

    private void Lose(string? instanceId)
    {
        foreach (var room in _rooms.All)
        {
            room.Lose(instanceId);
        }
    }

    private void Announce()
    {
        foreach (var room in _rooms.All)
        {
            room.Announce();
        }

        // A block, or an account that was deleted, may have ended any of them.
        _ = Parallel.ForEachAsync(_rooms.All, new ParallelOptions { MaxDegreeOfParallelism = MaxAsking }, (room, _) => new ValueTask(room.CatchUpAsync()));
    }

    private void Receive(BusMessage message)
    {
        switch (message)
        {
            case SecondPersonJoined joined:
                _rooms.Find(joined.SessionId)?.Activate(
                    new PersonView(joined.UserId, joined.DisplayName, Paused: false, LastSeen: null), joined.ExpiresAt);
                break;
            case SessionOver over:
                _rooms.For(over.SessionId).End(over.Reason, over.EndedAt);
                _ = _windows.ForgetAsync(over.SessionId, CancellationToken.None).AsTask();
                break;
            case PersonState state:
                _rooms.Find(state.SessionId)?.Hear(state);
                break;
            case FixShared shared:
                _rooms.Find(shared.SessionId)?.Hear(shared);
                break;
            case WindowShown shown:
                _rooms.Find(shown.SessionId)?.ShowConfirmations(new ImHereUpdate(shown.ConfirmedBy, shown.ExpiresAt), fromElsewhere: true);
                break;
            case ComeTogether together:
                _rooms.Find(together.SessionId)?.SendAway();
                break;
            case AccessRevoked revoked:
                foreach (var connection in _board.Open.Where(connection => connection.UserId == revoked.UserId))
                {
                    connection.SendError(ErrorCodes.Unauthenticated, "You signed out.");
                    connection.Close(CloseCodes.Unauthenticated);
                }

                break;
        }
    }
}
