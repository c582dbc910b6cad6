using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.Server.Realtime;

/// <summary>What a confirmation led to.</summary>
internal enum ConfirmStatus
{
    WaitingForPeer,
    Ended,
    NotCloseEnough,
    NotActive,

    /// <summary>It counts, but the end it leads to could not be stored yet.</summary>
    Unavailable,
}

/// <summary>The answer to "I'm here": until when the peer may confirm, or why the session ended.</summary>
internal readonly record struct ConfirmOutcome(ConfirmStatus Status, DateTimeOffset? ExpiresAt = null, EndReason? Reason = null);

/// <summary>What became of an update, over either transport; <paramref name="Code"/> is null when it was accepted.</summary>
internal readonly record struct FixOutcome(string? Code, string? Reason = null, string? Detail = null, string? Field = null)
{
    public static FixOutcome TooMany { get; } =
        new(ErrorCodes.RateLimitExceeded, Detail: $"No more than {ContractLimits.UpdatesPerSecond} a second.");

    public static FixOutcome Paused { get; } = new(ErrorCodes.SharingPaused, Detail: "You have paused sharing.");

    public static FixOutcome NotActive { get; } = new(ErrorCodes.SessionNotActive, Detail: "The session has ended.");

    public static FixOutcome Malformed(FrameError error) => new(error.Code, Detail: error.Message, Field: error.Field);

    public static FixOutcome Refused(FixRefusal refusal) => new(ErrorCodes.InvalidLocation, refusal.ToReason(), refusal.ToMessage());
}

/// <summary>A person's live state as REST shows it.</summary>
internal readonly record struct LiveStatus(PresenceStatus Status, SharingStatus Sharing, DateTimeOffset? LastSeen);
