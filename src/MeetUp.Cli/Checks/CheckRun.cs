using MeetUp.Cli.CommandLine;
using MeetUp.Cli.People;
using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Cli.Checks;

/// <summary>
/// Asks a server, step by step, for everything two people need: it answers, signs them in, connects them, carries a fix each way, and ends
/// their session. After the first failure the rest is skipped; what was made is taken away again.
/// </summary>
internal sealed class CheckRun(Uri server, TimeProvider time, TimeSpan patience, Action<CheckStep> show)
{
    private readonly List<CheckStep> _steps = [];

    public async Task<CheckReport> RunAsync((string A, string B)? tokens, CancellationToken cancellationToken)
    {
        using var alice = Open(tokens?.A);
        using var bob = Open(tokens?.B);
        Guid? sessionId = null;

        await StepAsync("reachable", async token => Healthy(await alice.GetLivenessAsync(token)), cancellationToken);
        await StepAsync("ready", async token => Healthy(await alice.GetReadinessAsync(token)), cancellationToken);
        await StepAsync("signed in", token => SignInAsync(alice, bob, guests: tokens is null, token), cancellationToken);
        await StepAsync("session by invite", async token =>
        {
            sessionId = await Pair.StartSessionAsync(alice, bob, token);
            return null;
        }, cancellationToken);
        await LiveStepsAsync(alice, bob, sessionId, cancellationToken);
        if (sessionId is { } made)
        {
            await StepAsync("cleaned up", async _ =>
            {
                await Pair.CleanUpAsync(alice, bob, made, deletePeople: tokens is null);
                return null;
            }, cancellationToken, always: true);
        }

        return new CheckReport(server, _steps.TrueForAll(step => step.Result is "ok"), _steps);
    }

    private async Task LiveStepsAsync(MeetUpClient aliceClient, MeetUpClient bobClient, Guid? sessionId, CancellationToken cancellationToken)
    {
        await using var alice = sessionId is { } a ? aliceClient.JoinLive(a) : null;
        await using var bob = sessionId is { } b ? bobClient.JoinLive(b) : null;
        await StepAsync("sockets", async token =>
        {
            await UntilAsync(() => IsLive(alice!) && IsLive(bob!), token);
            return null;
        }, cancellationToken);
        await StepAsync("a fix each way", async token =>
        {
            var at = alice!.ServerNow;
            alice.Offer(new LocationUpdate(0, 0, 5, at));
            bob!.Offer(new LocationUpdate(0, 0.001, 5, at));
            await UntilAsync(() => alice.View?.Peer?.Location is not null && bob.View?.Peer?.Location is not null, token);
            return $"{alice.View!.DistanceM:0} m apart";
        }, cancellationToken);
        await StepAsync("session ends", async token =>
        {
            await alice!.EndAsync(token);
            var end = await bob!.Completion.WaitAsync(token);
            return end.Reason is EndReason.UserAction ? null : throw new CliFailure($"it ended as {end.Reason?.ToString() ?? end.Code}");
        }, cancellationToken);
    }

    private static string? Healthy(ServerHealth health) =>
        health.Healthy ? null : throw new CliFailure("503 " + health.Report.Trim().ReplaceLineEndings(", "));

    private static async Task<string?> SignInAsync(MeetUpClient alice, MeetUpClient bob, bool guests, CancellationToken cancellationToken)
    {
        if (guests)
        {
            await alice.SignInGuestAsync("Alice", cancellationToken);
            await bob.SignInGuestAsync("Bob", cancellationToken);
        }

        var (a, b) = (await alice.GetMeAsync(cancellationToken), await bob.GetMeAsync(cancellationToken));
        return a.Id != b.Id ? $"{a.DisplayName} and {b.DisplayName}" : throw new CliFailure("both tokens are of the same person");
    }

    private static bool IsLive(LiveSession live) => live.Completion.IsCompleted
        ? throw new CliFailure($"refused: {live.Completion.Result.Code ?? $"close code {live.Completion.Result.CloseCode}"}")
        : live.Status is LiveStatus.Live;

    private MeetUpClient Open(string? token) => token is null
        ? Pair.Open(server, time)
        : new MeetUpClient(Pair.Options(server, time) with { Tokens = Pair.OnlyAccess(token) });

    private async Task UntilAsync(Func<bool> done, CancellationToken cancellationToken)
    {
        while (!done())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), time, cancellationToken);
        }
    }

    private async Task StepAsync(
        string name, Func<CancellationToken, Task<string?>> run, CancellationToken cancellationToken, bool always = false)
    {
        var failed = _steps.Exists(step => step.Result is "FAIL");
        if (failed && !always)
        {
            Add(new CheckStep(name, "skipped", 0, Detail: null));
            return;
        }

        var since = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var detail = await run(either.Token);
            Add(new CheckStep(name, "ok", Elapsed(), detail));
        }
        catch (Exception failure) when (failure is CliFailure or MeetUpException)
        {
            Add(new CheckStep(name, "FAIL", Elapsed(), failure.Message));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Add(new CheckStep(name, "FAIL", Elapsed(), $"nothing within {patience.TotalSeconds:0} s"));
        }

        double Elapsed() => Math.Round(time.GetElapsedTime(since).TotalMilliseconds, 1);
    }

    private void Add(CheckStep step)
    {
        _steps.Add(step);
        show(step);
    }
}
