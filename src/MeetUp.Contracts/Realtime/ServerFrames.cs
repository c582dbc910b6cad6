using System.Text.Json.Serialization;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Contracts.Realtime;

[JsonConverter(typeof(JsonStringEnumConverter<PresenceStatus>))]
public enum PresenceStatus
{
    [JsonStringEnumMemberName("offline")] Offline,
    [JsonStringEnumMemberName("online")] Online,
}

/// <summary>live = not paused with an unexpired fix; none = not paused without one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SharingStatus>))]
public enum SharingStatus
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("live")] Live,
    [JsonStringEnumMemberName("paused")] Paused,
}

/// <summary>How far apart the two are, in words.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Band>))]
public enum Band
{
    [JsonStringEnumMemberName("far_away")] FarAway,
    [JsonStringEnumMemberName("getting_close")] GettingClose,
    [JsonStringEnumMemberName("nearly_there")] NearlyThere,
    [JsonStringEnumMemberName("here")] Here,
}

/// <summary>certain = within 50 m even if both fixes are off by their whole accuracy.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Certainty>))]
public enum Certainty
{
    [JsonStringEnumMemberName("possible")] Possible,
    [JsonStringEnumMemberName("certain")] Certain,
}

/// <summary>What the server sends.</summary>
public abstract record ServerFrame;

/// <summary>A remembered fix, as a snapshot shows it.</summary>
public sealed record LastLocation(
    double Lat,
    double Lon,
    double AccuracyM,
    DateTimeOffset Timestamp,
    DateTimeOffset ReceivedAt,
    long Seq,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? HeadingDeg = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SpeedMps = null);

public sealed record SnapshotParticipant(
    Guid UserId,
    string DisplayName,
    PresenceStatus Status,
    SharingStatus Sharing,
    DateTimeOffset? LastSeen,
    LastLocation? Location);

/// <summary>Everything a client needs to draw the session; always the first frame, and again when it becomes ACTIVE.</summary>
public sealed record SessionSnapshot(
    Guid SessionId,
    SessionStatus Status,
    Guid You,
    DateTimeOffset ServerTime,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<SnapshotParticipant> Participants,
    ProximityUpdate? Proximity,
    ImHereUpdate? ImHere) : ServerFrame;

/// <summary>The other person's newest fix. <paramref name="Seq"/> counts their accepted fixes of this session, from 1.</summary>
public sealed record PeerLocation(
    Guid UserId,
    double Lat,
    double Lon,
    double AccuracyM,
    DateTimeOffset Timestamp,
    DateTimeOffset ReceivedAt,
    long Seq,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? HeadingDeg = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SpeedMps = null) : ServerFrame;

public sealed record PresenceUpdate(Guid UserId, PresenceStatus Status, SharingStatus Sharing, DateTimeOffset? LastSeen) : ServerFrame;

/// <summary>Sent on every change of band or <paramref name="CanConfirm"/>.</summary>
public sealed record ProximityUpdate(double DistanceM, Band Band, Certainty Certainty, bool CanConfirm) : ServerFrame;

/// <summary>Who has confirmed; an empty list and null when the window ran out.</summary>
public sealed record ImHereUpdate(IReadOnlyList<Guid> ConfirmedBy, DateTimeOffset? ExpiresAt) : ServerFrame;

public sealed record SessionEnded(EndReason Reason, DateTimeOffset EndedAt) : ServerFrame;

public sealed record TokenExpiring(DateTimeOffset ExpiresAt) : ServerFrame;

/// <summary>The instance is draining: connect again after so many milliseconds.</summary>
public sealed record Reconnect(int AfterMs) : ServerFrame;

public sealed record Pong(DateTimeOffset ServerTime) : ServerFrame;

public sealed record ErrorFrame(
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null) : ServerFrame;
