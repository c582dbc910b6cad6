using System.Collections.Concurrent;
using HdrHistogram;

namespace MeetUp.Cli.Load;

/// <summary>Counts a load run. Safe for use from every connection at once.</summary>
internal sealed class LoadTally(LoadClock clock)
{
    private const long MostMicroseconds = 120_000_000;

    private readonly LongConcurrentHistogram _latency = new(1, MostMicroseconds, 3);
    private readonly LongConcurrentHistogram _lateness = new(1, MostMicroseconds, 3);
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private long _intended;
    private long _unsent;
    private long _received;
    private int _disconnects;

    public void Sent(long turn, bool sent)
    {
        if (!clock.Counts(turn))
        {
            return;
        }

        _intended++;
        if (sent)
        {
            Record(_lateness, clock.Now - clock.DueAt(turn));
        }
        else
        {
            _unsent++;
        }
    }

    public void Arrived(int sender, DateTimeOffset timestamp)
    {
        var turn = clock.TurnOf(sender, timestamp);
        if (clock.Counts(turn))
        {
            Interlocked.Increment(ref _received);
            Record(_latency, clock.Now - clock.DueAt(turn));
        }
    }

    public void Refused(string code) => _errors.AddOrUpdate(code, 1, (_, count) => count + 1);

    public void Lost() => Interlocked.Increment(ref _disconnects);

    public LoadReport Report(LoadSettings settings, double latestMs)
    {
        var lateness = Percentiles(_lateness);
        return new LoadReport(
            settings.Sessions, settings.RatePerSecond, settings.Seconds, _intended, _unsent, _received,
            _intended is 0 ? 0 : Math.Round(100.0 * (_intended - _received) / _intended, 3),
            Percentiles(_latency), lateness, new SortedDictionary<string, int>(_errors, StringComparer.Ordinal), _disconnects,
            lateness.P99Ms <= latestMs);
    }

    private static void Record(LongConcurrentHistogram histogram, double seconds) =>
        histogram.RecordValue(Math.Clamp((long)(seconds * 1_000_000), 1, MostMicroseconds));

    private static Percentiles Percentiles(LongConcurrentHistogram histogram)
    {
        if (histogram.TotalCount is 0)
        {
            return new Percentiles(0, 0, 0, 0, 0);
        }

        double At(double percentile) => histogram.GetValueAtPercentile(percentile) / 1000.0;
        return new Percentiles(At(50), At(90), At(99), At(99.9), histogram.GetMaxValue() / 1000.0);
    }
}
