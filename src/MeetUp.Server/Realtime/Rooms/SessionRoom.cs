using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.Realtime.Timing;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// One session as it is right now: who is there, what they share, how close they are. Everything that happens to it happens under its
/// lock, in one order for both people; nothing under the lock waits. This file: coming, going and the end.
/// </summary>
internal sealed partial class SessionRoom(Guid sessionId, SessionRooms rooms, StoredChanges.Line storedChanges) : Timed
{
    /// <summary>How long an ended room stays as a mark that the session is over.</summary>
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(ContractLimits.PresenceGraceSeconds);

    private readonly Lock _lock = new();
    private readonly Switchboard _board = rooms.Board;
    private readonly List<Member> _members = new(2);
    private SessionStatus _status;
    private DateTimeOffset _expiresAt = DateTimeOffset.MaxValue;
    private DateTimeOffset _removeAt = DateTimeOffset.MaxValue;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private bool _removed;

    public Guid SessionId => sessionId;

    /// <summary>Where this session's decisions wait to be stored.</summary>
    public StoredChanges.Line StoredChanges => storedChanges;

    /// <summary>Whether both people are in and it is not over.</summary>
    public bool IsActive
    {
        get
        {
            lock (_lock)
            {
                return _status == SessionStatus.Active;
            }
        }
    }

    /// <summary>The seat of that person, if they have one.</summary>
    public Member? Find(Guid userId)
    {
        lock (_lock)
        {
            return Find_NeedsLock(userId);
        }
    }

    public bool AnyoneConnected
    {
        get
        {
            lock (_lock)
            {
                return _members.Exists(member => member.Connection is not null);
            }
        }
    }

    /// <summary>Takes over what the database says; false when the room was swept out and another is needed.</summary>
    public bool TryUpdate(SessionView session)
    {
        lock (_lock)
        {
            if (_removed)
            {
                return false;
            }

            if (_status == SessionStatus.Ended)
            {
                return true;
            }

            foreach (var person in session.Participants)
            {
                Seat_NeedsLock(person);
            }

            _expiresAt = session.ExpiresAt;
            Arm_NeedsLock(_expiresAt + MarkLifetime);

            // A view may be older than what is known here, so a session only ever moves on.
            if (session.Status == SessionStatus.Active)
            {
                BecomeActive_NeedsLock();
            }
        }

        FlushBoth();
        return true;
    }

    /// <summary>The second person took their seat.</summary>
    public void Activate(PersonView newcomer, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (_status != SessionStatus.Ended)
            {
                _expiresAt = expiresAt;
                Seat_NeedsLock(newcomer);
                BecomeActive_NeedsLock();
            }
        }

        FlushBoth();
    }

    /// <summary>Seats a connection: it gets a snapshot, an older one gives way, the peer hears of it. False when the session is over.</summary>
    public bool Join(Guid userId, TokenWatch token, LiveConnection connection, FrameDesk desk)
    {
        lock (_lock)
        {
            if (_status == SessionStatus.Ended || Find_NeedsLock(userId) is not { } member)
            {
                return false;
            }

            var replaced = member.Connection;
            var wasOnline = member.IsOnline;
            (member.Connection, member.IsOnline, member.OfflineAt) = (connection, true, null);
            (member.Elsewhere, member.Arrival, member.LaterArrival) = (null, 0, 0);
            CountElsewhere_NeedsLock();
            member.LastSeen = _board.Clock.GetUtcNow();
            connection.Admit(sessionId, userId, token, new PersonLine(desk, this, member, connection));
            connection.Post(FrameJson.Encode(Snapshot_NeedsLock(userId)));
            if (!wasOnline)
            {
                PostPresence_NeedsLock(member);
            }

            replaced?.SendError(ErrorCodes.ConnectionReplaced, "You connected from somewhere else.");
            replaced?.Close(CloseCodes.Replaced);
        }

        FlushBoth();
        rooms.Neighbours.Arrived(this, Find(userId)!, connection);
        rooms.Activity.Watch();
        return true;
    }

    /// <summary>A connection is gone. Its person counts as there for a little longer: phones lose the network all the time.</summary>
    public void Leave(Member member, LiveConnection connection)
    {
        lock (_lock)
        {
            if (member.Connection != connection)
            {
                return;
            }

            var now = _board.Clock.GetUtcNow();
            member.Connection = null;
            member.LastSeen = connection.LastInbound > member.LastSeen ? connection.LastInbound : member.LastSeen;
            if (_status != SessionStatus.Ended)
            {
                member.OfflineAt = now + Grace;
                Arm_NeedsLock(now + Grace);
                rooms.Activity.Note(sessionId, member.UserId, now, soon: true);
            }
        }
    }

    private Member? Find_NeedsLock(Guid userId) => _members.Find(member => member.UserId == userId);

    private Member? PeerOf_NeedsLock(Member member) =>
        _members.Count < 2 ? null : _members[0] == member ? _members[1] : _members[0];

    /// <summary>Everyone connected gets a snapshot with the second person in it, once.</summary>
    private void BecomeActive_NeedsLock()
    {
        if (_status == SessionStatus.Pending)
        {
            _status = SessionStatus.Active;
            foreach (var member in _members)
            {
                member.Connection?.Post(FrameJson.Encode(Snapshot_NeedsLock(member.UserId)));
            }
        }
    }

    private void Seat_NeedsLock(PersonView person)
    {
        if (Find_NeedsLock(person.UserId) is { } member)
        {
            member.DisplayName = person.DisplayName;
            if (rooms.Neighbours.Self is not null && _members.TrueForAll(one => one.Connection is null))
            {
                // Nobody tells a room without connections; but the database knows.
                member.IsPaused = person.Paused;
            }
        }
        else
        {
            _members.Add(new Member(this, person, rooms.Limits.Hold(person.UserId)));
        }
    }

    private void PostPresence_NeedsLock(Member member) =>
        PeerOf_NeedsLock(member)?.Connection?.Post(FrameJson.Encode(member.ToPresence()));

    private void PostToBoth_NeedsLock(ServerFrame frame)
    {
        var bytes = FrameJson.Encode(frame);
        foreach (var member in _members)
        {
            member.Connection?.Post(bytes);
        }
    }

    /// <summary>Sends what was posted under the lock.</summary>
    private void FlushBoth()
    {
        LiveConnection? one;
        LiveConnection? other;
        lock (_lock)
        {
            one = _members.Count > 0 ? _members[0].Connection : null;
            other = _members.Count > 1 ? _members[1].Connection : null;
        }

        one?.Flush();
        other?.Flush();
    }
}
