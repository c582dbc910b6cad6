namespace MeetUp.Contracts.Realtime;

/// <summary>Why the server closed a socket. The code alone tells a client whether to come back.</summary>
public static class CloseCodes
{
    /// <summary>The session ended.</summary>
    public const int Normal = 1000;

    /// <summary>Lost without a word; never on the wire, but what a client sees.</summary>
    public const int Abnormal = 1006;

    /// <summary>A binary frame.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>Text that is not UTF-8.</summary>
    public const int InvalidText = 1007;

    /// <summary>A message over <see cref="ContractLimits.MaxFrameBytes"/>.</summary>
    public const int TooBig = 1009;

    /// <summary>The instance is draining.</summary>
    public const int Restarting = 1012;

    /// <summary>The instance is full, or a part it needs is away.</summary>
    public const int Overloaded = 1013;

    /// <summary>No or a malformed session id.</summary>
    public const int BadRequest = 4400;

    /// <summary>No valid credentials, a spent or foreign ticket, or the token ran out.</summary>
    public const int Unauthenticated = 4401;

    /// <summary>No such session for this person.</summary>
    public const int NotFound = 4404;

    /// <summary>The reader was too slow.</summary>
    public const int SlowReader = 4408;

    /// <summary>A newer connection of the same person took over.</summary>
    public const int Replaced = 4409;

    /// <summary>The session had ended already.</summary>
    public const int SessionEnded = 4410;

    /// <summary>Too many frames, or too many bad ones.</summary>
    public const int Flooding = 4429;

    /// <summary>Whether a client should connect again (with full-jitter backoff) after this code; unknown codes: yes.</summary>
    public static bool ShouldReconnect(int code) =>
        code is not (Normal or BadRequest or Unauthenticated or NotFound or Replaced or SessionEnded);
}
