using MeetUp.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Http;

/// <summary>Every refusal the REST API can give: one line each, so the list is the documentation.</summary>
internal static class Problems
{
    public static ProblemHttpResult Unauthenticated => Of(401, ErrorCodes.Unauthenticated, "A valid access token is needed.");

    public static ProblemHttpResult NotFound => Of(404, ErrorCodes.NotFound, "Nothing here for you.");

    public static ProblemHttpResult CannotRequestSelf => Of(422, ErrorCodes.CannotRequestSelf, "You cannot ask yourself to meet.");

    public static ProblemHttpResult RequestAlreadyPending =>
        Of(409, ErrorCodes.RequestAlreadyPending, "This person has asked you already: answer their request.");

    public static ProblemHttpResult RequestAlreadyProcessed => Of(409, ErrorCodes.RequestAlreadyProcessed, "The request was answered already.");

    public static ProblemHttpResult RequestExpired => Of(410, ErrorCodes.RequestExpired, "The request has expired.");

    public static ProblemHttpResult SessionNotActive => Of(409, ErrorCodes.SessionNotActive, "The session is not active.");

    public static ProblemHttpResult SessionFull => Of(409, ErrorCodes.SessionFull, "The session has its two people.");

    public static ProblemHttpResult InviteExpired => Of(410, ErrorCodes.InviteExpired, "This invite can no longer be used.");

    public static ProblemHttpResult NotCloseEnough => Of(409, ErrorCodes.NotCloseEnough, "You are not close enough yet.");

    public static ProblemHttpResult SharingPaused => Of(409, ErrorCodes.SharingPaused, "You have paused sharing.");

    public static ProblemHttpResult Unavailable => Of(503, ErrorCodes.Unavailable, "The server cannot do this right now; try again.");

    public static ProblemHttpResult InternalError => Of(500, ErrorCodes.InternalError, "Something broke on our side.");

    public static ProblemHttpResult RateLimitExceeded => Of(429, ErrorCodes.RateLimitExceeded, "Too many calls; Retry-After says when to come back.");

    public static ProblemHttpResult IdempotencyKeyReused =>
        Of(422, ErrorCodes.IdempotencyKeyReused, "This Idempotency-Key was used with another body.");

    public static ProblemHttpResult MethodNotAllowed => Of(405, ErrorCodes.MethodNotAllowed, "The path exists, but not for this method; see Allow.");

    public static ProblemHttpResult UnsupportedMediaType => Of(415, ErrorCodes.UnsupportedMediaType, "The body must be application/json in UTF-8.");

    public static ProblemHttpResult PayloadTooLarge => Of(413, ErrorCodes.PayloadTooLarge, "A body may have 64 KiB.");

    public static ProblemHttpResult OriginNotAllowed => Of(403, ErrorCodes.OriginNotAllowed, "Pages of this origin may not connect here.");

    /// <summary>A plain request to the socket's address.</summary>
    public static ProblemHttpResult NotASocket => Of(426, ErrorCodes.InvalidPayload, "This address speaks WebSocket, version 13.");

    /// <summary>A fix refused by a check; <paramref name="reason"/> is one of <see cref="LocationRefusals"/>.</summary>
    public static ProblemHttpResult InvalidLocation(string reason) =>
        TypedResults.Problem("The fix was refused.", statusCode: 422, extensions: [new("code", ErrorCodes.InvalidLocation), new("reason", reason)]);

    /// <summary>A body of the wrong shape.</summary>
    public static ProblemHttpResult InvalidPayload(string detail) => Of(400, ErrorCodes.InvalidPayload, detail);

    /// <summary>A field outside its limits; <paramref name="field"/> in snake_case.</summary>
    public static ProblemHttpResult ValidationFailed(string field, string text) =>
        TypedResults.Problem(
            "A field is not valid.", statusCode: 400,
            extensions: [new("code", ErrorCodes.ValidationFailed), new("errors", new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [text] })]);

    public static ProblemHttpResult CannotBlockSelf => ValidationFailed("id", "You cannot block yourself.");

    /// <summary>What an answer without a body, given by the framework itself, means.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        401 => Unauthenticated,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => PayloadTooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimitExceeded,
        503 => Unavailable,
        < 500 => Of(status, ErrorCodes.InvalidPayload, "The request could not be read."),
        _ => InternalError,
    };

    private static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code)]);
}
