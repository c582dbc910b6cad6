using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Client.Live;

/// <summary>How a live session stands with the server.</summary>
public enum LiveStatus
{
    /// <summary>Not connected yet, trying.</summary>
    Connecting,

    /// <summary>Connected; what the view shows is current.</summary>
    Live,

    /// <summary>Just lost, trying; the peer still sees this person online.</summary>
    Grace,

    /// <summary>Lost for longer, trying; the peer sees this person offline.</summary>
    Reconnecting,

    /// <summary>Over; it never comes back.</summary>
    Ended,
}

/// <summary>Why a live session is over.</summary>
/// <param name="Reason">The session's own end; null when only this connection is over.</param>
/// <param name="Code">One of <see cref="Contracts.ErrorCodes"/> when the server refused, such as CONNECTION_REPLACED; null otherwise.</param>
/// <param name="CloseCode">One of <see cref="CloseCodes"/>, where a close said so.</param>
/// <param name="EndedAt">When the session ended, by the server's clock; null where not known.</param>
public sealed record LiveEnd(EndReason? Reason, string? Code = null, int? CloseCode = null, DateTimeOffset? EndedAt = null);
