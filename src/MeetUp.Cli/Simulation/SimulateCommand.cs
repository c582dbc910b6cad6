using System.CommandLine;
using System.Reflection;
using MeetUp.Cli.CommandLine;
using MeetUp.Cli.People;
using MeetUp.Cli.Seeding;
using MeetUp.Cli.Tracks;

namespace MeetUp.Cli.Simulation;

/// <summary><c>meetup simulate</c>: two people walk recorded tracks and meet.</summary>
internal static class SimulateCommand
{
    /// <summary>The demo is for watching: brisk, not a blur.</summary>
    private const double DemoSpeed = 4;

    public static Command Build(Terminal terminal)
    {
        var options = new SimulateOptions();
        var command = new Command(
            "simulate",
            "Walk two people along GPX tracks until they meet. Exit code 0 only when they met (PROXIMITY_REACHED); " +
            "4 when the session ended otherwise, 5 when the tracks end apart, 3 when the server is not there.");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.Validators.Add(options.Check);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(options.Demo)
            ? DemoAsync(terminal, options, parsed, cancellationToken)
            : OnceAsync(terminal, options.Read(parsed, BuiltInTrack), cancellationToken));
        return command;
    }

    private static async Task<int> OnceAsync(Terminal terminal, SimulationSettings settings, CancellationToken cancellationToken)
    {
        var plan = settings.Plan();
        Announce(terminal, plan);
        using var pair = settings.Seats is { } seats
            ? Pair.Given(settings.Server, terminal.Time, seats.SessionId, seats.TokenA, seats.TokenB)
            : await Pair.MakeAsync(settings.Server, terminal.Time, cancellationToken);
        try
        {
            return await WalkAsync(terminal, settings, plan, pair, cancellationToken);
        }
        finally
        {
            await pair.CleanUpAsync();
        }
    }

    /// <summary>Round after round with the sample people of <c>seed</c>, for a debug page to watch.</summary>
    private static async Task<int> DemoAsync(Terminal terminal, SimulateOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = options.Read(parsed, BuiltInTrack);
        settings = settings with { Speed = settings.Speed ?? DemoSpeed };
        var plan = settings.Plan();
        while (true)
        {
            using var seeds = await SeedRun.RunAsync(settings.Server, SeedState.PathFor(parsed.GetValue(options.State), settings.Server), terminal.Time, cancellationToken);
            terminal.Line($"Watch as Alice: {seeds.Result.Alice.Link}");
            terminal.Line($"Watch as Bob:   {seeds.Result.Bob.Link}");
            try
            {
                await WalkAsync(terminal, settings, plan, seeds.Pair, cancellationToken);
            }
            catch (CliFailure failure) when (failure.ExitCode is ExitCodes.Failed)
            {
                terminal.Line(failure.Message);
            }
            finally
            {
                await seeds.Pair.CleanUpAsync();
            }

            await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(options.Pause)), terminal.Time, cancellationToken);
        }
    }

    private static async Task<int> WalkAsync(
        Terminal terminal, SimulationSettings settings, MeetingPlan plan, Pair pair, CancellationToken cancellationToken)
    {
        var run = new SimulationRun(terminal.Time, pair, plan, settings);
        var outcome = await SimulationScreen.ShowAsync(terminal, show => run.RunAsync(show, cancellationToken));
        terminal.Line(outcome.Reason switch
        {
            Contracts.Sessions.EndReason.ProximityReached => $"They met after {outcome.Seconds:0.0} s: PROXIMITY_REACHED",
            null => $"They did not meet in {outcome.Seconds:0.0} s.",
            { } reason => $"The session ended after {outcome.Seconds:0.0} s: {reason}",
        });
        return outcome.ExitCode;
    }

    private static void Announce(Terminal terminal, MeetingPlan plan)
    {
        if (plan.Speed < plan.AskedSpeed * 0.95)
        {
            terminal.Line(
                $"{plan.AskedSpeed:0.#} times as fast would be faster than the server believes; " +
                $"walking {plan.Speed:0.#} times as fast (at most 250 km/h).");
        }

        terminal.Line(plan.Meets
            ? $"They meet after about {plan.StopAt:0} s."
            : $"These tracks never come within reach of each other; walking them to the end takes {plan.StopAt:0} s.");
    }

    private static Track BuiltInTrack()
    {
        using var gpx = Assembly.GetExecutingAssembly().GetManifestResourceStream("avenue.gpx")!;
        return GpxReader.Read(gpx, "avenue.gpx");
    }
}
