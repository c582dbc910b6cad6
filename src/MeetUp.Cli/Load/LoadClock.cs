namespace MeetUp.Cli.Load;

/// <summary>
/// When each fix is meant to be sent. Open loop: the timetable is fixed before the start and never waits for the server, so a server that
/// stalls is charged for every fix that was due meanwhile. People take turns, evenly spread over the interval.
/// </summary>
internal sealed class LoadClock(TimeProvider time, int people, LoadSettings settings)
{
    private readonly double _interval = 1 / settings.RatePerSecond;
    private long _startTicks;

    /// <summary>Every fix of the run, warm-up included.</summary>
    public long Total => (long)((settings.WarmUpSeconds + settings.Seconds) * settings.RatePerSecond * people);

    /// <summary>By the server's clock; what a fix carries as its time.</summary>
    public DateTimeOffset StartTime { get; private set; }

    public void Start(DateTimeOffset serverNow)
    {
        StartTime = serverNow;
        _startTicks = time.GetTimestamp();
    }

    /// <summary>Seconds since the start.</summary>
    public double Now => time.GetElapsedTime(_startTicks).TotalSeconds;

    public int PersonOf(long turn) => (int)(turn % people);

    /// <summary>Seconds after the start at which this turn's fix is due.</summary>
    public double DueAt(long turn) => turn * _interval / people;

    /// <summary>The time that fix carries: when it was due, to the millisecond.</summary>
    public DateTimeOffset TimestampOf(long turn) =>
        DateTimeOffset.FromUnixTimeMilliseconds((StartTime + TimeSpan.FromSeconds(DueAt(turn))).ToUnixTimeMilliseconds());

    /// <summary>The turn a received fix was of, found by its sender and time.</summary>
    public long TurnOf(int person, DateTimeOffset timestamp)
    {
        var round = Math.Round(((timestamp - StartTime).TotalSeconds - (person * _interval / people)) / _interval);
        return ((long)round * people) + person;
    }

    public bool Counts(long turn) => DueAt(turn) >= settings.WarmUpSeconds;
}
