using System.Text.Json.Serialization;

namespace MeetUp.Contracts.Realtime;

/// <summary>What a client may send.</summary>
public abstract record ClientFrame;

/// <summary>One fix: WGS 84 degrees, metres, the phone's own time with its offset.</summary>
/// <param name="Lat">−90…90.</param>
/// <param name="Lon">−180…180.</param>
/// <param name="AccuracyM">0.1…100, one standard deviation as phones report it.</param>
/// <param name="Timestamp">When the fix was taken; within five minutes of the server's clock.</param>
/// <param name="HeadingDeg">0 (north) up to, not including, 360; clockwise.</param>
/// <param name="SpeedMps">0 or more, metres per second.</param>
public sealed record LocationUpdate(
    double Lat,
    double Lon,
    double AccuracyM,
    DateTimeOffset Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? HeadingDeg = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SpeedMps = null) : ClientFrame;

public sealed record ImHereFrame(bool Manual = false) : ClientFrame;

public sealed record PauseSharing : ClientFrame;

public sealed record ResumeSharing : ClientFrame;

/// <summary>Ends the session; whatever the reason says, <c>USER_ACTION</c> is recorded.</summary>
public sealed record EndSession([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null) : ClientFrame;

public sealed record Ping : ClientFrame;

/// <summary>A newer access token of the same person.</summary>
public sealed record AuthRefresh(string Token) : ClientFrame;
