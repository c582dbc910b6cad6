namespace MeetUp.Cli.Load;

/// <summary>A distribution, in milliseconds.</summary>
internal sealed record Percentiles(double P50Ms, double P90Ms, double P99Ms, double P999Ms, double MaxMs);

/// <summary>What a load run measured. Only fixes meant to be sent after the warm-up count.</summary>
/// <param name="Sessions">Pairs of people, each sending.</param>
/// <param name="RatePerSecond">Fixes a second of each person.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="Intended">Fixes that were to be sent.</param>
/// <param name="Unsent">Of these, never sent: the socket was still busy or gone.</param>
/// <param name="Received">Fixes that arrived at the other person.</param>
/// <param name="LossPercent">Intended but not received.</param>
/// <param name="Latency">From the moment a fix was meant to be sent to its arrival.</param>
/// <param name="Lateness">From that moment to when it really was sent: what the generator itself adds.</param>
/// <param name="Errors">Error codes the server sent, and how often.</param>
/// <param name="Disconnects">Sockets that were lost.</param>
/// <param name="GeneratorKeptUp">False when the figures say more about this machine than about the server.</param>
internal sealed record LoadReport(
    int Sessions,
    double RatePerSecond,
    double Seconds,
    long Intended,
    long Unsent,
    long Received,
    double LossPercent,
    Percentiles Latency,
    Percentiles Lateness,
    IReadOnlyDictionary<string, int> Errors,
    int Disconnects,
    bool GeneratorKeptUp);
