using System.Diagnostics;
using System.Text.Json;
using MeetUp.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace MeetUp.Server.Http;

/// <summary>Completes a problem, whoever began it: its code, its trace id, field names as on the wire.</summary>
internal static class ProblemShape
{
    public static void Complete(HttpContext context, ProblemDetails problem)
    {
        problem.Extensions["trace_id"] = Activity.Current?.Id ?? context.TraceIdentifier;
        problem.Extensions.Remove("traceId");
        if (problem is HttpValidationProblemDetails { Errors.Count: > 0 } validation)
        {
            problem.Extensions["code"] = ErrorCodes.ValidationFailed;
            validation.Errors = validation.Errors.ToDictionary(
                field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Key), field => field.Value, StringComparer.Ordinal);
        }

        var (code, detail) = Default(problem.Status ?? context.Response.StatusCode);
        problem.Extensions.TryAdd("code", code);
        problem.Detail ??= detail;
    }

    private static (string Code, string Detail) Default(int status) => status switch
    {
        401 => (ErrorCodes.Unauthenticated, "A valid access token is needed."),
        404 => (ErrorCodes.NotFound, "Nothing here for you."),
        405 => (ErrorCodes.MethodNotAllowed, "This path does not take this method."),
        413 => (ErrorCodes.PayloadTooLarge, "A body may have 64 KiB."),
        415 => (ErrorCodes.UnsupportedMediaType, "Send application/json."),
        429 => (ErrorCodes.RateLimitExceeded, "Too often; Retry-After says when to come back."),
        503 => (ErrorCodes.Unavailable, "The server cannot do this right now; try again."),
        >= 500 => (ErrorCodes.InternalError, "Something went wrong here."),
        _ => (ErrorCodes.InvalidPayload, "The request is not of the right shape."),
    };
}
