using MeetUp.Contracts;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>What is wrong with a frame's shape. Texts are fixed, so that nothing a client sent is ever repeated.</summary>
internal sealed record FrameError(string Code, string? Field, string Message)
{
    public static FrameError NotJson { get; } = Invalid(null, "A frame is one JSON object of at most 16 levels.");

    public static FrameError Type { get; } = Invalid("type", "A frame has a type, which is a string.");

    public static FrameError UnknownType { get; } = new(ErrorCodes.UnknownType, "type", "There is no such type of frame.");

    public static FrameError Payload { get; } = Invalid("payload", "The payload is an object.");

    public static FrameError Lat { get; } = Invalid("lat", "lat is a number, required.");

    public static FrameError Lon { get; } = Invalid("lon", "lon is a number, required.");

    public static FrameError AccuracyM { get; } = Invalid("accuracy_m", "accuracy_m is a number, required.");

    public static FrameError Timestamp { get; } = Invalid("timestamp", "timestamp is an RFC 3339 time with an offset, required.");

    public static FrameError HeadingDeg { get; } = Invalid("heading_deg", "heading_deg is a number from 0 up to, not including, 360.");

    public static FrameError SpeedMps { get; } = Invalid("speed_mps", "speed_mps is a number, 0 or more.");

    public static FrameError Manual { get; } = Invalid("manual", "manual is true or false.");

    public static FrameError Reason { get; } = Invalid("reason", "reason is a string.");

    public static FrameError Token { get; } = Invalid("token", "token is a string of ASCII characters, required.");

    private static FrameError Invalid(string? field, string message) => new(ErrorCodes.InvalidPayload, field, message);
}
