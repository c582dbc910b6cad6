using System.Text.Json;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>What a client's frame is, by its <c>type</c>.</summary>
internal enum FrameKind
{
    /// <summary>Not a frame: not JSON, not an object, or without a <c>type</c>.</summary>
    Malformed,

    /// <summary>A <c>type</c> that is not in the protocol.</summary>
    Unknown,
    LocationUpdate,
    ImHere,
    PauseSharing,
    ResumeSharing,
    EndSession,
    Ping,
    AuthRefresh,
}

/// <summary>The names of <see cref="FrameKind"/> on the wire.</summary>
internal static class FrameKinds
{
    /// <summary>The kind named by the string the reader stands on.</summary>
    public static FrameKind Read(ref Utf8JsonReader reader) =>
        JsonAscii.Is(ref reader, "location_update"u8) ? FrameKind.LocationUpdate
        : JsonAscii.Is(ref reader, "ping"u8) ? FrameKind.Ping
        : JsonAscii.Is(ref reader, "im_here"u8) ? FrameKind.ImHere
        : JsonAscii.Is(ref reader, "pause_sharing"u8) ? FrameKind.PauseSharing
        : JsonAscii.Is(ref reader, "resume_sharing"u8) ? FrameKind.ResumeSharing
        : JsonAscii.Is(ref reader, "end_session"u8) ? FrameKind.EndSession
        : JsonAscii.Is(ref reader, "auth_refresh"u8) ? FrameKind.AuthRefresh
        : FrameKind.Unknown;
}
