using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Frames;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// One of the two people of a session, for as long as the session lives: connections come and go, what was counted and checked stays.
/// Guarded by the room's lock.
/// </summary>
internal sealed class Member(SessionRoom room, PersonView person, PersonLimit limit) : IRemembered
{
    public Guid SessionId => room.SessionId;

    public Guid UserId { get; } = person.UserId;

    public string DisplayName { get; set; } = person.DisplayName;

    /// <summary>Shared with the same person's other sessions.</summary>
    public PersonLimit Limit { get; } = limit;

    /// <summary>The checks on this person's fixes, with the last one that passed.</summary>
    public FixTrack Track { get; } = new();

    /// <summary>Writes the frames the peer gets of this person.</summary>
    public PeerLocationEncoder Encoder { get; } = new(person.UserId);

    public LiveConnection? Connection { get; set; }

    /// <summary>The other instance that holds their socket, if one does.</summary>
    public string? Elsewhere { get; set; }

    /// <summary>The number the directory gave to the connection here; 0 until it has, or when it is not here.</summary>
    public long Arrival { get; set; }

    /// <summary>An arrival elsewhere that was heard of while this one had no number yet.</summary>
    public long LaterArrival { get; set; }

    Memory IRemembered.Memory => room.MemoryOf(this);

    /// <summary>As the peer was told; a connection that is lost leaves it true for the grace.</summary>
    public bool IsOnline { get; set; }

    /// <summary>When the grace after a lost connection is over.</summary>
    public DateTimeOffset? OfflineAt { get; set; }

    public bool IsPaused { get; set; } = person.Paused;

    /// <summary>Fixes up to this number were taken back by a pause.</summary>
    public long Gone { get; set; }

    public DateTimeOffset? LastSeen { get; set; } = person.LastSeen;

    public SharingStatus Sharing => IsPaused ? SharingStatus.Paused : Track.Last is null ? SharingStatus.None : SharingStatus.Live;

    public LiveStatus ToStatus() => new(
        IsOnline ? PresenceStatus.Online : PresenceStatus.Offline,
        Sharing,
        Connection is { LastInbound: var inbound } && (LastSeen is null || inbound > LastSeen) ? inbound : LastSeen);

    public PresenceUpdate ToPresence()
    {
        var (status, sharing, lastSeen) = ToStatus();
        return new PresenceUpdate(UserId, status, sharing, lastSeen);
    }

    public SnapshotParticipant ToParticipant()
    {
        var (status, sharing, lastSeen) = ToStatus();
        return new SnapshotParticipant(UserId, DisplayName, status, sharing, lastSeen, IsPaused ? null : Track.Last?.ToLocation());
    }
}
