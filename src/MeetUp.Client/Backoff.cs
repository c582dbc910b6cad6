namespace MeetUp.Client;

/// <summary>
/// Full jitter: a uniformly random wait below a ceiling that doubles with every failure up to a cap,
/// so that phones that lost one server do not come back to the next one all at once.
/// </summary>
internal sealed class Backoff(TimeSpan floor, TimeSpan cap, Func<double>? random = null)
{
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;

    /// <summary>The wait before try number <paramref name="attempt"/>, counted from 0.</summary>
    public TimeSpan Next(int attempt) => Ceiling(attempt) * _random();

    /// <summary>No wait is this long or longer.</summary>
    public TimeSpan Ceiling(int attempt)
    {
        // 2^40 times any floor is past every cap; the bound keeps the power finite.
        var ceiling = floor.TotalMilliseconds * Math.Pow(2, Math.Clamp(attempt, 0, 40));
        return TimeSpan.FromMilliseconds(Math.Min(ceiling, cap.TotalMilliseconds));
    }
}
