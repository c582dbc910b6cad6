using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime;

/// <summary>A session as the realtime side needs to know it: who may be in it and until when.</summary>
internal sealed record SessionView(
    Guid SessionId,
    SessionStatus Status,
    DateTimeOffset ExpiresAt,
    EndReason? EndReason,
    DateTimeOffset? EndedAt,
    IReadOnlyList<PersonView> Participants);

/// <summary>One of the at most two people of a session.</summary>
internal sealed record PersonView(Guid UserId, string DisplayName, bool Paused, DateTimeOffset? LastSeen);

/// <summary>How a session ended. <paramref name="Won"/> is true for exactly one caller.</summary>
internal sealed record SessionEnd(bool Won, EndReason Reason, DateTimeOffset EndedAt);

/// <summary>
/// The only way from the realtime side to what is stored. Asked when someone connects and when a session changes, never per update.
/// Implemented by the Sessions feature, so that Realtime knows no database.
/// </summary>
internal interface ISessionGate
{
    /// <summary>The session, if it exists and <paramref name="userId"/> is in it; ended ones too. Null otherwise.</summary>
    /// <exception cref="Exception">The database is away.</exception>
    ValueTask<SessionView?> FindAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the session once: the first caller wins and writes the audit row; everyone else gets the stored end.
    /// The caller that won tells both people. Null when there is no such session.
    /// </summary>
    ValueTask<SessionEnd?> EndAsync(Guid sessionId, EndReason reason, Guid? actorId, CancellationToken cancellationToken);

    /// <summary>Stores a pause or its end, with its audit row, so that it survives a restart.</summary>
    ValueTask SavePausedAsync(Guid sessionId, Guid userId, bool paused, CancellationToken cancellationToken);

    /// <summary>Writes the audit row of a first confirmation.</summary>
    ValueTask RecordConfirmedAsync(Guid sessionId, Guid userId, bool manual, CancellationToken cancellationToken);

    /// <summary>Stores when people were last there; called in batches, about once a minute, and when someone leaves.</summary>
    ValueTask SaveActivityAsync(IReadOnlyList<SeatActivity> activity, CancellationToken cancellationToken);
}

/// <summary>When a person was last connected to or sent a fix in a session.</summary>
internal readonly record struct SeatActivity(Guid SessionId, Guid UserId, DateTimeOffset At);
