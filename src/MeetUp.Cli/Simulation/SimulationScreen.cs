using MeetUp.Cli.CommandLine;
using MeetUp.Client.Live;
using Spectre.Console;

namespace MeetUp.Cli.Simulation;

/// <summary>Shows a walk: a table that redraws itself on a terminal, else a line at every change and every few seconds.</summary>
internal static class SimulationScreen
{
    private const double LineEverySeconds = 5;
    private const double DrawEverySeconds = 0.1;

    public static async Task<SimulationOutcome> ShowAsync(Terminal terminal, Func<Action<SimulationMoment>, Task<SimulationOutcome>> run) =>
        terminal.Screen is { } screen ? await DrawAsync(screen, run) : await run(Lines(terminal));

    private static async Task<SimulationOutcome> DrawAsync(IAnsiConsole screen, Func<Action<SimulationMoment>, Task<SimulationOutcome>> run)
    {
        return await screen.Live(new Text("Connecting…")).StartAsync(async context =>
        {
            var drawnAt = double.NegativeInfinity;
            return await run(moment =>
            {
                if (moment.Seconds - drawnAt >= DrawEverySeconds)
                {
                    drawnAt = moment.Seconds;
                    context.UpdateTarget(Draw(moment));
                }
            });
        });
    }

    private static Table Draw(SimulationMoment moment)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle($"{moment.Distance} apart · {moment.Band}") };
        table.AddColumns("", "state", "sent", "arrived from the other", "latency", "refused");
        foreach (var walker in (Walker[])[moment.Alice, moment.Bob])
        {
            table.AddRow(
                walker.Name, State(walker), $"{walker.Sent}", $"{walker.Received}", Latency(walker),
                walker.Refused is 0 ? "-" : Markup.Escape($"{walker.Refused} {walker.LastRefusal}"));
        }

        table.Caption = new TableTitle($"{moment.Seconds:0} of about {moment.StopAt:0} s");
        return table;
    }

    private static Action<SimulationMoment> Lines(Terminal terminal)
    {
        var saidAt = double.NegativeInfinity;
        var said = "";
        return moment =>
        {
            var now = $"{moment.Band}, Alice {State(moment.Alice)}, Bob {State(moment.Bob)}";
            if (now != said || moment.Seconds - saidAt >= LineEverySeconds)
            {
                (said, saidAt) = (now, moment.Seconds);
                terminal.Line(
                    $"{moment.Seconds,6:0.0} s  {moment.Distance,9}  {now}, sent {moment.Alice.Sent}+{moment.Bob.Sent}, latency {Latency(moment.Bob)}");
            }
        };
    }

    private static string Latency(Walker walker) => walker.Latency is { } latency ? $"{latency.TotalMilliseconds:0.0} ms" : "-";

    private static string State(Walker walker) =>
        walker.Replaced ? "over HTTP" : walker.Status is LiveStatus.Live ? "live" : walker.Status.ToString().ToLowerInvariant();
}
