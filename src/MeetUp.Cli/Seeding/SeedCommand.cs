using System.CommandLine;
using System.Text.Json;
using MeetUp.Cli.CommandLine;

namespace MeetUp.Cli.Seeding;

/// <summary><c>meetup seed</c>: sample people to try a server with.</summary>
internal static class SeedCommand
{
    public static Command Build(Terminal terminal)
    {
        var url = SharedOptions.Url();
        var json = SharedOptions.Json();
        var state = new Option<string?>("--state")
        {
            Description = "Where to keep the sample people. Without it: a file for each server in your own data directory.",
            HelpName = "file",
        };
        var command = new Command("seed", "Make Alice and Bob and an active session between them, or find those of last time.") { url, state, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var server = parsed.GetValue(url)!;
            using var run = await SeedRun.RunAsync(server, SeedState.PathFor(parsed.GetValue(state), server), terminal.Time, cancellationToken);
            Print(terminal, run.Result, parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, SeedResult result, bool json)
    {
        if (json)
        {
            terminal.Line(JsonSerializer.Serialize(result, CliJson.Default.SeedResult));
            return;
        }

        terminal.Line($"Session {result.SessionId} ({(result.NewSession ? "new" : "still active")})");
        foreach (var person in (SeededPerson[])[result.Alice, result.Bob])
        {
            terminal.Line();
            terminal.Line($"{person.DisplayName} {person.UserId}");
            terminal.Line($"  token {person.AccessToken}");
            terminal.Line($"  open  {person.Link}");
        }
    }
}
