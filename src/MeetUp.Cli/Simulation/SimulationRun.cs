using MeetUp.Cli.CommandLine;
using MeetUp.Cli.People;
using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Cli.Simulation;

/// <summary>How a simulated walk came out.</summary>
/// <param name="Reason">Why the session ended; null when they walked to the end and did not meet.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record SimulationOutcome(EndReason? Reason, double Seconds)
{
    public int ExitCode => Reason switch
    {
        EndReason.ProximityReached => ExitCodes.Ok,
        null => ExitCodes.NotMet,
        _ => ExitCodes.EndedOtherwise,
    };
}

/// <summary>
/// Walks two people along a plan in a session that exists: a fix of each at every tick, both stop where they meet, and say "I'm here"
/// once the server lets them.
/// </summary>
internal sealed class SimulationRun(TimeProvider time, Pair pair, MeetingPlan plan, SimulationSettings settings)
{
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConfirmAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    /// <summary>How long two who stand still wait for the server to see them together.</summary>
    private const double StandSeconds = 15;

    private long? _confirmedAt;
    private long? _askedAt;
    private ProximityUpdate? _proximity;
    private EndReason? _askedReason;

    /// <param name="show">Called after every tick.</param>
    /// <param name="cancellationToken">Stops walking; the session is left as it is.</param>
    public async Task<SimulationOutcome> RunAsync(Action<SimulationMoment> show, CancellationToken cancellationToken)
    {
        await using var alice = new Walker("Alice", pair.Alice, pair.SessionId, time);
        await using var bob = new Walker("Bob", pair.Bob, pair.SessionId, time) { Peer = alice };
        alice.Peer = bob;
        await JoinAsync(alice, cancellationToken);
        await JoinAsync(bob, cancellationToken);

        var start = alice.ServerNow;
        var startedAt = time.GetTimestamp();
        var aliceFixes = new FixMaker(plan.Alice, plan.StopAt, settings.Quality, start, Chance(salt: 1));
        var bobFixes = new FixMaker(plan.Bob, plan.StopAt, settings.Quality, start, Chance(salt: 2));
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1 / settings.RatePerSecond), time);
        while (true)
        {
            var elapsed = time.GetElapsedTime(startedAt).TotalSeconds;
            Send(alice, aliceFixes.At(elapsed));
            Send(bob, bobFixes.At(elapsed));
            await NoticeAsync(alice, bob, cancellationToken);
            show(new SimulationMoment(elapsed, plan.StopAt, alice.View?.DistanceM ?? bob.View?.DistanceM, _proximity, alice, bob));
            if (EndOf(alice, bob) is { } reason)
            {
                return new SimulationOutcome(reason, elapsed);
            }

            if (elapsed > plan.StopAt + StandSeconds)
            {
                return new SimulationOutcome(Reason: null, elapsed);
            }

            if (elapsed >= plan.StopAt && _proximity is { CanConfirm: true })
            {
                await ConfirmAsync(alice, bob, cancellationToken);
            }

            await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static void Send(Walker walker, LocationUpdate? fix)
    {
        if (fix is not null)
        {
            walker.Send(fix);
        }
    }

    private async Task JoinAsync(Walker walker, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (walker.Status is not LiveStatus.Live && !walker.Replaced)
        {
            if (walker.End is { } end)
            {
                throw new CliFailure($"{walker.Name} cannot join the session: {end.Code ?? end.Reason?.ToString() ?? "refused"}.");
            }

            if (time.GetElapsedTime(since) > JoinPatience)
            {
                throw new CliFailure($"{walker.Name} gets no connection to {settings.Server.GetLeftPart(UriPartial.Authority)}.", ExitCodes.Unreachable);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }

    /// <summary>What the server says about the two; asked over HTTP when both seats are taken by others.</summary>
    private async Task NoticeAsync(Walker alice, Walker bob, CancellationToken cancellationToken)
    {
        if (!alice.Replaced || !bob.Replaced)
        {
            _proximity = (alice.Replaced ? bob : alice).View?.Proximity;
            return;
        }

        if (_askedAt is { } at && time.GetElapsedTime(at) < AskAgain)
        {
            return;
        }

        _askedAt = time.GetTimestamp();
        _proximity = (await alice.AskAsync(cancellationToken)).Proximity;
        _askedReason = (await pair.Alice.GetSessionAsync(pair.SessionId, cancellationToken)).EndReason;
    }

    private EndReason? EndOf(Walker alice, Walker bob)
    {
        foreach (var walker in (Walker[])[alice, bob])
        {
            if (walker.End is { } end && !walker.Replaced)
            {
                return end.Reason ?? throw new CliFailure($"{walker.Name} was thrown out of the session: {end.Code ?? $"close code {end.CloseCode}"}.");
            }
        }

        return _askedReason;
    }

    private async Task ConfirmAsync(Walker alice, Walker bob, CancellationToken cancellationToken)
    {
        if (_confirmedAt is { } at && time.GetElapsedTime(at) < ConfirmAgain)
        {
            return;
        }

        _confirmedAt = time.GetTimestamp();
        try
        {
            await alice.ImHereAsync(cancellationToken);
            await bob.ImHereAsync(cancellationToken);
        }
        catch (MeetUpException)
        {
            // Too far apart by a fix in flight, or it ended: the next look tells, and it is said again if not.
        }
    }

    private Random Chance(int salt) => settings.Seed is { } seed ? new Random(unchecked((seed * 31) + salt)) : new Random();
}
