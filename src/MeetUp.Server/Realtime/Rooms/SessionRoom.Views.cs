using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>What a session looks like to those who ask.</content>
internal sealed partial class SessionRoom
{
    private ImHereUpdate? _imHere;

    /// <summary>What <paramref name="viewer"/> may see now; null once the session is over, since then there is nothing live.</summary>
    public SessionSnapshot? TrySnapshot(Guid viewer)
    {
        lock (_lock)
        {
            return _status == SessionStatus.Ended ? null : Snapshot_NeedsLock(viewer);
        }
    }

    /// <summary>One person's presence and sharing; null once the session is over.</summary>
    public LiveStatus? TryStatusOf(Guid userId)
    {
        lock (_lock)
        {
            return _status == SessionStatus.Ended ? null : Find_NeedsLock(userId)?.ToStatus();
        }
    }

    private SessionSnapshot Snapshot_NeedsLock(Guid viewer) => new(
        sessionId,
        _status,
        viewer,
        _board.Clock.GetUtcNow(),
        _expiresAt,
        [.. _members.Select(member => member.ToParticipant())],
        _meter.Current?.ToFrame(),
        _imHere);
}
