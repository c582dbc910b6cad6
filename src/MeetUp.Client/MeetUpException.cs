using System.Net;
using MeetUp.Contracts;

namespace MeetUp.Client;

/// <summary>
/// The one exception of this SDK: the server refused a call, or could not be reached. Its text holds no token and no position.
/// </summary>
public sealed class MeetUpException : Exception
{
    /// <summary>A failure with nothing known but its text.</summary>
    public MeetUpException()
        : this("The call to MeetUp failed.")
    {
    }

    /// <summary>A failure with nothing known but its text.</summary>
    /// <param name="message">What went wrong, for a person.</param>
    public MeetUpException(string message)
        : base(message)
    {
    }

    /// <summary>A call that got no answer.</summary>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="innerException">What the transport said.</param>
    public MeetUpException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status; null where no answer came.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/>; null where no answer came or it was not MeetUp's.</summary>
    public string? Code { get; init; }

    /// <summary>The whole answer, where the server gave one.</summary>
    public Problem? Problem { get; init; }

    /// <summary>How long the server asks to wait before the next try; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may work later: no answer, 429 or a failure on the server's side.</summary>
    public bool IsTransient => Status is null || (int)Status is 408 or 429 or >= 500;

    internal static MeetUpException Refused(HttpStatusCode status, Problem? problem, TimeSpan? retryAfter)
    {
        var text = $"{(int)status} {problem?.Code ?? status.ToString()}";
        if (problem?.Detail is { Length: > 0 } detail)
        {
            text += ": " + detail;
        }

        foreach (var (field, errors) in problem?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
        {
            text += $" [{field}: {string.Join(' ', errors)}]";
        }

        return new MeetUpException(text) { Status = status, Code = problem?.Code, Problem = problem, RetryAfter = retryAfter };
    }

    internal static MeetUpException Unreachable(Uri server, string why, Exception? cause) =>
        new($"No answer from {server.GetLeftPart(UriPartial.Authority)}: {why}", cause);
}
