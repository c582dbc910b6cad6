using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Http;

/// <summary>
/// Says what a call that never reached its handler did wrong. The framework tells only by the message of its exception whether it was the body
/// or a parameter; the message itself names C# types, so it is never passed on.
/// </summary>
internal static partial class BindingFailures
{
    public static ProblemHttpResult Explain(BadHttpRequestException failure)
    {
        if (failure.StatusCode is not StatusCodes.Status400BadRequest)
        {
            return Problems.OfStatus(failure.StatusCode);
        }

        if (Parameter().Match(failure.Message) is { Success: true } parameter)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Groups["name"].Value);
            return Problems.ValidationFailed(name, parameter.Groups["missing"].Success ? "It is required." : "It is not of the right type.");
        }

        return Problems.InvalidPayload(failure.InnerException is JsonException { Path: { Length: > 0 } path } ? DetailAt(path) : "The body is not the JSON expected here.");
    }

    /// <summary>A path is made of our own names and of what the caller sent; the caller's part is not repeated.</summary>
    private static string DetailAt(string path) =>
        KnownPath().IsMatch(path) ? $"The body is not the JSON expected here, at {path}." : "The body is not the JSON expected here.";

    [GeneratedRegex("""^(Failed to bind parameter|(?<missing>Required parameter)) "[^"]*?(?<name>\w+)" (from "|was not provided from (query string|route|header))""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\$(\.[a-z_]{1,40}|\[\d{1,4}\]){1,8}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KnownPath();
}
