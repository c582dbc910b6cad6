using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Users;

namespace MeetUp.Contracts.Sessions;

/// <summary>PENDING has one person, ACTIVE two; ENDED is final.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionStatus>))]
public enum SessionStatus
{
    [JsonStringEnumMemberName("PENDING")] Pending,
    [JsonStringEnumMemberName("ACTIVE")] Active,
    [JsonStringEnumMemberName("ENDED")] Ended,
}

/// <summary>Why a session ended. Who ended it, and whether by a block or a deletion, is never told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndReason>))]
public enum EndReason
{
    /// <summary>Both confirmed, and the server saw them within 50 m.</summary>
    [JsonStringEnumMemberName("PROXIMITY_REACHED")] ProximityReached,

    /// <summary>Both confirmed, at least one while <c>can_confirm</c> was false.</summary>
    [JsonStringEnumMemberName("MANUAL_CONFIRM")] ManualConfirm,

    /// <summary>Either side left, by whatever way.</summary>
    [JsonStringEnumMemberName("USER_ACTION")] UserAction,

    /// <summary>The time limit, 15 minutes alone, or 30 minutes with nobody there.</summary>
    [JsonStringEnumMemberName("EXPIRED")] Expired,
}

/// <summary>Opens a PENDING session for one. <paramref name="ExpiresIn"/>: 900–86,400 seconds, default 7,200.</summary>
public sealed record CreateSession(
    [property: Range(ContractLimits.MinSessionSeconds, ContractLimits.MaxSessionSeconds)] int? ExpiresIn = null);

/// <summary>A person's seat in a session, without a place.</summary>
public sealed record Participant(Guid UserId, string DisplayName, PresenceStatus Status, SharingStatus Sharing, DateTimeOffset? LastSeen);

public sealed record Session(
    Guid Id,
    SessionStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt,
    EndReason? EndReason,
    IReadOnlyList<Participant> Participants);

/// <summary>The caller's PENDING and ACTIVE sessions, newest first.</summary>
public sealed record SessionList(IReadOnlyList<Session> Items);

/// <summary>An ended session as history keeps it: who, when, how long, why; never where.</summary>
/// <param name="Peer">Null when there was none or they deleted their account.</param>
public sealed record PastSession(
    Guid Id,
    PersonRef? Peer,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt,
    DateTimeOffset EndedAt,
    int DurationSeconds,
    EndReason EndReason);

public sealed record PastSessionPage(IReadOnlyList<PastSession> Items, string? NextCursor);

/// <summary>"I'm here". <paramref name="Manual"/> works at any distance and still needs both people.</summary>
public sealed record ImHere(bool Manual = false);

/// <summary><c>waiting_for_peer</c> with <paramref name="ExpiresAt"/>, or <c>ended</c> with <paramref name="Reason"/>.</summary>
public sealed record ImHereResult(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EndReason? Reason = null);

/// <summary>A single-use pass to open one socket. <paramref name="ExpiresIn"/> in seconds.</summary>
public sealed record SocketTicket(string Ticket, int ExpiresIn);
