using System.Collections.Frozen;

namespace MeetUp.Contracts;

/// <summary>
/// Every code a client can meet, over REST (<c>code</c> of a problem) or the socket (<c>code</c> of an <c>error</c> frame).
/// The list is closed: a code is never renamed, and a new one is a change of the contract.
/// </summary>
public static class ErrorCodes
{
    /// <summary>Missing, malformed, expired or otherwise unacceptable credentials (401, close 4401).</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>Nothing there, or not the caller's to see: the two are not told apart (404, close 4404).</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Not JSON, not an object, or a frame of the wrong shape (400).</summary>
    public const string InvalidPayload = "INVALID_PAYLOAD";

    /// <summary>Well-formed JSON with a field outside its limits (400, with <c>errors</c>).</summary>
    public const string ValidationFailed = "VALIDATION_FAILED";

    /// <summary>A body over 64 KiB (413).</summary>
    public const string PayloadTooLarge = "PAYLOAD_TOO_LARGE";

    /// <summary>The path exists, but not for this method (405).</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>The body is not <c>application/json</c> (415).</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>Too many calls or updates; over REST <c>Retry-After</c> says when to come back (429).</summary>
    public const string RateLimitExceeded = "RATE_LIMIT_EXCEEDED";

    /// <summary>The same <c>Idempotency-Key</c> with another body (422).</summary>
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>The other person's request to the caller is waiting for an answer (409).</summary>
    public const string RequestAlreadyPending = "REQUEST_ALREADY_PENDING";

    /// <summary>The request was rejected or cancelled before (409).</summary>
    public const string RequestAlreadyProcessed = "REQUEST_ALREADY_PROCESSED";

    /// <summary>The request's ten minutes are over (410).</summary>
    public const string RequestExpired = "REQUEST_EXPIRED";

    /// <summary>A meet request to oneself (422).</summary>
    public const string CannotRequestSelf = "CANNOT_REQUEST_SELF";

    /// <summary>The session has not begun or has ended (409, close 4410).</summary>
    public const string SessionNotActive = "SESSION_NOT_ACTIVE";

    /// <summary>The session has its two people (409).</summary>
    public const string SessionFull = "SESSION_FULL";

    /// <summary>The invite is unknown, spent, expired or its session has ended: one same answer (410).</summary>
    public const string InviteExpired = "INVITE_EXPIRED";

    /// <summary>"I'm here" without <c>can_confirm</c> and not manual (409).</summary>
    public const string NotCloseEnough = "NOT_CLOSE_ENOUGH";

    /// <summary>A fix that failed a check; <c>reason</c> is one of <see cref="LocationRefusals"/> (422 over REST).</summary>
    public const string InvalidLocation = "INVALID_LOCATION";

    /// <summary>A fix sent while its sender is paused (409 over REST).</summary>
    public const string SharingPaused = "SHARING_PAUSED";

    /// <summary>A frame whose <c>type</c> is not in the protocol.</summary>
    public const string UnknownType = "UNKNOWN_TYPE";

    /// <summary>The socket's Origin is neither the server's own nor in the allow-list (403).</summary>
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";

    /// <summary>A newer connection of the same person took over (close 4409).</summary>
    public const string ConnectionReplaced = "CONNECTION_REPLACED";

    /// <summary>A part the server needs is away, or it is full or draining: come back (503, close 1013).</summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>A bug of ours (500). Nothing of its cause is told; <c>trace_id</c> finds it in the log.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>All of the above.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        Unauthenticated, NotFound, InvalidPayload, ValidationFailed, PayloadTooLarge, MethodNotAllowed, UnsupportedMediaType,
        RateLimitExceeded, IdempotencyKeyReused, RequestAlreadyPending, RequestAlreadyProcessed, RequestExpired, CannotRequestSelf,
        SessionNotActive, SessionFull, InviteExpired, NotCloseEnough, InvalidLocation, SharingPaused, UnknownType,
        OriginNotAllowed, ConnectionReplaced, Unavailable, InternalError);
}

/// <summary>The closed list of <c>reason</c> beside <see cref="ErrorCodes.InvalidLocation"/>.</summary>
public static class LocationRefusals
{
    public const string CoordinatesOutOfBounds = "COORDINATES_OUT_OF_BOUNDS";
    public const string AccuracyOutOfRange = "ACCURACY_OUT_OF_RANGE";
    public const string TimestampOutOfRange = "TIMESTAMP_OUT_OF_RANGE";
    public const string OutOfOrder = "OUT_OF_ORDER";
    public const string ImpossibleSpeed = "IMPOSSIBLE_SPEED";

    /// <summary>All of the above.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal, CoordinatesOutOfBounds, AccuracyOutOfRange, TimestampOutOfRange, OutOfOrder, ImpossibleSpeed);
}
