namespace MeetUp.Server.Ops.Health;

/// <summary>What readiness came to: a line per dependency.</summary>
internal sealed record ReadinessReport(bool Ready, string Text);

/// <summary>Asks every dependency, each with a moment to answer, at most once a second however often it is asked itself.</summary>
internal sealed partial class Readiness(IEnumerable<IDependency> dependencies, TimeProvider clock, ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ReadinessReport? _last;
    private long _askedAt;

    public async Task<ReadinessReport> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || clock.GetElapsedTime(_askedAt) >= Fresh)
            {
                _last = await AskAllAsync(cancellationToken);
                _askedAt = clock.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ReadinessReport> AskAllAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(dependencies.Select(async dependency => (Of: dependency, Trouble: await AskAsync(dependency, cancellationToken))));
        return new ReadinessReport(
            Array.TrueForAll(answers, answer => answer.Trouble is null || !answer.Of.IsEssential),
            string.Concat(answers.Select(answer => $"{answer.Of.Name}: {(answer.Trouble is null || answer.Of.IsEssential ? "" : "degraded, ")}{answer.Trouble ?? "ok"}\n")));
    }

    private async Task<string?> AskAsync(IDependency dependency, CancellationToken cancellationToken)
    {
        try
        {
            return await dependency.FindTroubleAsync(cancellationToken).AsTask().WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Away(exception, dependency.Name);
            return "away";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not well: {Dependency} is away")]
    private partial void Away(Exception exception, string dependency);
}
