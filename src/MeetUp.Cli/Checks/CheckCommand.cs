using System.CommandLine;
using System.Text.Json;
using MeetUp.Cli.CommandLine;

namespace MeetUp.Cli.Checks;

/// <summary><c>meetup check</c>: whether a server does what two people need, in seconds.</summary>
internal static class CheckCommand
{
    public static Command Build(Terminal terminal)
    {
        var url = SharedOptions.Url();
        var json = SharedOptions.Json();
        var timeout = SharedOptions.Number("--timeout", "Seconds a step may take.", 10, 0.1, 300);
        var tokenA = new Option<string?>("--token-a") { Description = "Access token of one person, for servers without guests.", HelpName = "token" };
        var tokenB = new Option<string?>("--token-b") { Description = "Access token of another.", HelpName = "token" };
        var command = new Command("check", "Try everything two people need, once, and say what works. Exit code 0 only when all does.")
        {
            url, timeout, tokenA, tokenB, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(tokenA) is null != result.GetResult(tokenB) is null)
            {
                result.AddError("--token-a and --token-b go together.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asJson = parsed.GetValue(json);
            (string, string)? tokens = parsed.GetValue(tokenA) is { } a ? (a, parsed.GetValue(tokenB)!) : null;
            var run = new CheckRun(
                parsed.GetValue(url)!, terminal.Time, TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                step => Print(terminal, step, quiet: asJson));
            var report = await run.RunAsync(tokens, cancellationToken);
            if (asJson)
            {
                terminal.Line(JsonSerializer.Serialize(report, CliJson.Default.CheckReport));
            }

            return report.Ok ? ExitCodes.Ok : report.Steps[0].Result is "FAIL" ? ExitCodes.Unreachable : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(Terminal terminal, CheckStep step, bool quiet)
    {
        if (!quiet)
        {
            terminal.Line($"{step.Result,-7} {step.Ms,8:0.0} ms  {step.Name}{(step.Detail is null ? "" : ": " + step.Detail)}");
        }
    }
}
