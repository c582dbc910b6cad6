using System.CommandLine;
using System.CommandLine.Parsing;
using MeetUp.Cli.CommandLine;
using MeetUp.Cli.Tracks;
using MeetUp.Contracts;

namespace MeetUp.Cli.Simulation;

/// <summary>The options of <c>meetup simulate</c> and which of them go together.</summary>
internal sealed class SimulateOptions
{
    public Option<Uri> Url { get; } = SharedOptions.Url();

    public Option<string?> Meet { get; } = new("--meet") { Description = "A GPX file both walk, Alice from its start and Bob from its end.", HelpName = "file" };

    public Option<string?> A { get; } = new("--a") { Description = "Alice's GPX file.", HelpName = "file" };

    public Option<string?> B { get; } = new("--b") { Description = "Bob's GPX file.", HelpName = "file" };

    public Option<bool> Demo { get; } = new("--demo")
    {
        Description = "Round after round with the sample people, for the debug page to watch, until Ctrl-C. With --meet or a track of its own.",
    };

    public Option<double?> Speed { get; } = new("--speed")
    {
        Description = "Times as fast as recorded, 0.1–1000; 1 is real time. Without it the walk takes about half a minute. " +
            "Nobody is walked faster than 250 km/h.",
        HelpName = "times",
        CustomParser = result => SharedOptions.ReadNumber(result, "--speed", 0.1, 1000),
    };

    public Option<double> Rate { get; } = SharedOptions.Number("--rate", "Fixes a second of each.", 4, 0.2, ContractLimits.UpdatesPerSecond);

    public Option<double> Jitter { get; } = SharedOptions.Number("--jitter", "How far off fixes are at most, in metres.", 3, 0, 100);

    public Option<double> Accuracy { get; } = SharedOptions.Number(
        "--accuracy", "The accuracy they report, in metres.", 5, ContractLimits.MinAccuracyMeters, ContractLimits.MaxAccuracyMeters);

    public Option<double> DropOuts { get; } = SharedOptions.Number("--drop-outs", "Fixes that are missed, in percent.", 0, 0, 90);

    public Option<Guid?> Session { get; } = new("--session") { Description = "An ACTIVE session to use; with --token-a and --token-b.", HelpName = "id" };

    public Option<string?> TokenA { get; } = new("--token-a") { Description = "Alice's access token.", HelpName = "token" };

    public Option<string?> TokenB { get; } = new("--token-b") { Description = "Bob's access token.", HelpName = "token" };

    public Option<int?> Seed { get; } = new("--random-seed") { Description = "Makes jitter and drop-outs the same again.", HelpName = "number" };

    public Option<double> Pause { get; } = SharedOptions.Number("--pause", "Seconds between two rounds of --demo.", 5, 0, 3600);

    public Option<string?> State { get; } = new("--state") { Description = "With --demo: where the sample people are kept.", HelpName = "file" };

    public IEnumerable<Option> All =>
        [Url, Meet, A, B, Demo, Speed, Rate, Jitter, Accuracy, DropOuts, Session, TokenA, TokenB, Seed, Pause, State];

    public void Check(CommandResult result)
    {
        var given = (Option option) => result.GetResult(option) is { Implicit: false };
        if (given(A) != given(B))
        {
            result.AddError("--a and --b go together.");
        }
        else if (given(A) && given(Meet))
        {
            result.AddError("Either --meet or --a and --b.");
        }
        else if (!given(A) && !given(Meet) && !given(Demo))
        {
            result.AddError("Which track? --meet FILE, or --a FILE and --b FILE, or --demo.");
        }
        else if (new[] { given(Session), given(TokenA), given(TokenB) }.Distinct().Count() > 1)
        {
            result.AddError("--session, --token-a and --token-b go together.");
        }
        else if (given(Demo) && given(Session))
        {
            result.AddError("--demo makes its own sessions.");
        }
    }

    /// <param name="parsed">What was typed, checked.</param>
    /// <param name="builtIn">The track where none was named.</param>
    /// <exception cref="CliFailure">A file cannot be read.</exception>
    public SimulationSettings Read(ParseResult parsed, Func<Track> builtIn)
    {
        var alice = parsed.GetValue(Meet) ?? parsed.GetValue(A);
        return new SimulationSettings(
            parsed.GetValue(Url)!,
            alice is null ? builtIn() : GpxReader.ReadFile(alice),
            parsed.GetValue(B) is { } bob ? GpxReader.ReadFile(bob) : null,
            parsed.GetValue(Speed),
            parsed.GetValue(Rate),
            new ReceiverQuality(parsed.GetValue(Accuracy), parsed.GetValue(Jitter), parsed.GetValue(DropOuts) / 100),
            parsed.GetValue(Session) is { } session ? new GivenSeats(session, parsed.GetValue(TokenA)!, parsed.GetValue(TokenB)!) : null,
            parsed.GetValue(Seed));
    }
}
