using System.Collections.Concurrent;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>The sessions this instance has something to do with: someone connected or sent a fix. A room outlives its session by a minute.</summary>
internal sealed class SessionRooms(Switchboard board, StoredChanges storedChanges, ActivityLog activity, Neighbours neighbours)
{
    private readonly ConcurrentDictionary<Guid, SessionRoom> _rooms = [];

    public Switchboard Board => board;

    public ActivityLog Activity => activity;

    public Neighbours Neighbours => neighbours;

    public ICollection<SessionRoom> All => _rooms.Values;

    public PersonLimits Limits { get; } = new();

    /// <summary>The room, if this instance has one.</summary>
    public SessionRoom? Find(Guid sessionId) => _rooms.GetValueOrDefault(sessionId);

    /// <summary>The room of a session, brought up to what the database says about it.</summary>
    public SessionRoom For(SessionView session)
    {
        while (true)
        {
            var room = For(session.SessionId);
            if (room.TryUpdate(session))
            {
                return room;
            }
        }
    }

    /// <summary>
    /// The room of a session of which only the id is known. Ending one that nobody is in leaves a mark here, for whoever is on their way in
    /// with an older view of it.
    /// </summary>
    public SessionRoom For(Guid sessionId) => _rooms.GetOrAdd(sessionId, CreateRoom);

    public void Remove(SessionRoom room) => _rooms.TryRemove(new(room.SessionId, room));

    private SessionRoom CreateRoom(Guid sessionId) => new(sessionId, this, storedChanges.OpenLine());
}
