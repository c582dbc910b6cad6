using MeetUp.Client;
using MeetUp.Contracts;

namespace MeetUp.Cli.CommandLine;

/// <summary>Ends a command with one line for the person who typed it.</summary>
internal sealed class CliFailure : Exception
{
    public CliFailure(string message, int exitCode = ExitCodes.Failed, Exception? cause = null)
        : base(message, cause) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>What the server said, as a line; never with a token in it.</summary>
    public static CliFailure From(MeetUpException refused) => refused switch
    {
        { Status: null } => new CliFailure(refused.Message, ExitCodes.Unreachable, refused),
        { Code: ErrorCodes.RateLimitExceeded } => new CliFailure(
            $"The server limits REST calls{Later(refused)}. For load tests start it with MEETUP__LIMITS__REST=off.", ExitCodes.Failed, refused),
        _ => new CliFailure("The server refused: " + refused.Message, ExitCodes.Failed, refused),
    };

    private static string Later(MeetUpException refused) =>
        refused.RetryAfter is { } wait ? $" (try again in {Math.Ceiling(wait.TotalSeconds)} s)" : "";
}
