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
        reader.ValueTextEquals("location_update"u8) ? FrameKind.LocationUpdate
        : reader.ValueTextEquals("ping"u8) ? FrameKind.Ping
        : reader.ValueTextEquals("im_here"u8) ? FrameKind.ImHere
        : reader.ValueTextEquals("pause_sharing"u8) ? FrameKind.PauseSharing
        : reader.ValueTextEquals("resume_sharing"u8) ? FrameKind.ResumeSharing
        : reader.ValueTextEquals("end_session"u8) ? FrameKind.EndSession
        : reader.ValueTextEquals("auth_refresh"u8) ? FrameKind.AuthRefresh
        : FrameKind.Unknown;
}
