using System.Text.Json;
using MeetUp.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace MeetUp.Server.Http;

/// <summary>
/// The one place a problem is written, whoever found it: a handler, the validation of a field, or the framework. So all have the same members,
/// and none has more than the contract names.
/// </summary>
internal sealed partial class ProblemWriter(ILogger<ProblemWriter> logger) : IProblemDetailsWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>What RFC 9457 calls a kind without a page of its own.</summary>
    private const string NoMoreThanItsTitle = "about:blank";

    /// <summary>Whatever the caller accepts: an error in a form they did not ask for is better than none.</summary>
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = ToContract(http, context.ProblemDetails);
        Refused(problem.Status, problem.Code, http.Request.Method, problem.TraceId);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ContractsJson.Default.Problem);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static Problem ToContract(HttpContext http, ProblemDetails given)
    {
        var status = given.Status ?? http.Response.StatusCode;
        var invalid = given as HttpValidationProblemDetails;
        var like = (invalid is null ? Problems.OfStatus(status) : Problems.ValidationFailed("", "")).ProblemDetails;
        return new Problem(
            given.Type ?? like.Type ?? NoMoreThanItsTitle,
            given.Title is { } title && invalid is null ? title : like.Title,
            status,
            given.Detail ?? like.Detail,
            Text(given, "code") ?? Text(like, "code"),
            TraceIdOf(http),
            Text(given, "reason"),
            invalid is null ? Member(given, "errors") as IReadOnlyDictionary<string, string[]> : InSnakeCase(invalid.Errors));
    }

    private static string TraceIdOf(HttpContext http) =>
        System.Diagnostics.Activity.Current is { } activity ? activity.TraceId.ToHexString() : http.TraceIdentifier;

    private static string? Text(ProblemDetails problem, string name) => Member(problem, name) as string;

    private static object? Member(ProblemDetails problem, string name) => problem.Extensions.TryGetValue(name, out var value) ? value : null;

    /// <summary>The framework names fields as C# does: <c>Place.DisplayName</c> is <c>place.display_name</c> to a client.</summary>
    private static Dictionary<string, string[]> InSnakeCase(IDictionary<string, string[]> errors) => errors
        .GroupBy(error => string.Join('.', error.Key.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)), StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.SelectMany(error => error.Value).ToArray(), StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Answered {Status} {Code} to {Method}, trace {TraceId}")]
    private partial void Refused(int status, string? code, string method, string? traceId);
}
