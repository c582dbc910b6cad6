using System.CommandLine;
using System.Text.Json;
using MeetUp.Cli.CommandLine;
using MeetUp.Contracts;

namespace MeetUp.Cli.Load;

/// <summary><c>meetup load</c>: how fast and how completely a server carries fixes.</summary>
internal static class LoadCommand
{
    public static Command Build(Terminal terminal)
    {
        var url = SharedOptions.Url();
        var json = SharedOptions.Json();
        var sessions = SharedOptions.Whole("--sessions", "Pairs of people; both of each send.", 10, 1, 20_000);
        var rate = SharedOptions.Number("--rate", "Fixes a second of each person.", 1, 0.1, ContractLimits.UpdatesPerSecond);
        var duration = SharedOptions.Number("--duration", "Seconds to measure.", 10, 1, 86_400);
        var warmUp = SharedOptions.Number("--warm-up", "Seconds to send before measuring.", 2, 0, 3_600);
        var maxLoss = SharedOptions.Number("--max-loss", "Percent of fixes that may get lost.", 0.1, 0, 100);
        var command = new Command(
            "load",
            "Send fixes by a fixed timetable and measure when they arrive. Start the server with MEETUP__LIMITS__REST=off. " +
            "Exit code 0 only when nothing beyond --max-loss was lost, no socket broke, and the generator kept up.")
        {
            url, sessions, rate, duration, warmUp, maxLoss, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new LoadSettings(
                parsed.GetValue(url)!, parsed.GetValue(sessions), parsed.GetValue(rate), parsed.GetValue(duration),
                parsed.GetValue(warmUp), parsed.GetValue(maxLoss));
            var report = await new LoadRun(settings, terminal.Time, terminal.Error.WriteLine).RunAsync(cancellationToken);
            Print(terminal, report, parsed.GetValue(json));
            return report.GeneratorKeptUp && report.Disconnects is 0 && report.LossPercent <= settings.MostLossPercent
                ? ExitCodes.Ok
                : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(Terminal terminal, LoadReport report, bool json)
    {
        if (json)
        {
            terminal.Line(JsonSerializer.Serialize(report, CliJson.Default.LoadReport));
            return;
        }

        terminal.Line($"{report.Sessions} sessions, {report.RatePerSecond:0.##} fixes/s each way, {report.Seconds:0.#} s");
        terminal.Line($"intended {report.Intended}, unsent {report.Unsent}, received {report.Received}, loss {report.LossPercent:0.###} %");
        terminal.Line("              p50      p90      p99    p99.9      max   (ms)");
        terminal.Line("latency  " + Row(report.Latency));
        terminal.Line("lateness " + Row(report.Lateness));
        foreach (var (code, count) in report.Errors)
        {
            terminal.Line($"error {code}: {count}");
        }

        if (report.Disconnects > 0)
        {
            terminal.Line($"{report.Disconnects} sockets were lost.");
        }

        if (!report.GeneratorKeptUp)
        {
            terminal.Line("The generator itself was late: these figures are about this machine, not about the server.");
        }
    }

    private static string Row(Percentiles at) => $"{at.P50Ms,8:0.00} {at.P90Ms,8:0.00} {at.P99Ms,8:0.00} {at.P999Ms,8:0.00} {at.MaxMs,8:0.00}";
}
