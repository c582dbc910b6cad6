namespace MeetUp.Server.Realtime.Timing;

/// <summary>
/// The one timer of the live side: pings, grace, ageing, confirm windows and retries all hang on it.
/// Promises: never early, at most a tick late, and no timer at all while nothing is armed. Safe from any thread.
/// </summary>
internal sealed class TimingWheel : IDisposable
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private const int SlotCount = 1024;

    private readonly TimeProvider _clock;
    private readonly ILogger<TimingWheel> _logger;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Timed?[] _slots = new Timed?[SlotCount];
    private long _doneTick;
    private int _armed;
    private bool _turning;

    public TimingWheel(TimeProvider clock, ILogger<TimingWheel> logger)
    {
        _clock = clock;
        _logger = logger;
        _start = clock.GetTimestamp();
        _timer = clock.CreateTimer(static wheel => ((TimingWheel)wheel!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls the entry no later than <paramref name="due"/>; an earlier arming stays.</summary>
    public void Arm(Timed entry, DateTimeOffset due)
    {
        var wait = due - _clock.GetUtcNow();
        lock (_lock)
        {
            // Rounded up, and never into the tick that may be turning now: a little late is fine, early is not.
            var tick = Math.Max(TickNow() + 1, (long)Math.Ceiling((_clock.GetElapsedTime(_start) + wait) / Tick));
            if (entry.DueTick >= 0)
            {
                if (entry.DueTick <= tick)
                {
                    return;
                }

                Unlink_NeedsLock(entry);
            }

            Link_NeedsLock(entry, tick);
        }
    }

    public void Disarm(Timed entry)
    {
        lock (_lock)
        {
            if (entry.DueTick >= 0)
            {
                Unlink_NeedsLock(entry);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private long TickNow() => (long)(_clock.GetElapsedTime(_start) / Tick);

    /// <summary>Everything due by now, slot by slot. One turn at a time: a late turn does the work of those it missed.</summary>
    private void Turn()
    {
        lock (_lock)
        {
            if (_turning)
            {
                return;
            }

            _turning = true;
        }

        while (TakeDue() is { } entry)
        {
            Call(entry);
        }
    }

    /// <summary>The next entry that is due, unlinked; null when the wheel has caught up, which also ends the turn.</summary>
    private Timed? TakeDue()
    {
        lock (_lock)
        {
            var now = TickNow();
            for (; _doneTick <= now; _doneTick++)
            {
                for (var entry = _slots[_doneTick % SlotCount]; entry is not null; entry = entry.Next)
                {
                    if (entry.DueTick <= _doneTick)
                    {
                        Unlink_NeedsLock(entry);
                        return entry;
                    }
                }
            }

            _turning = false;
            if (_armed == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            return null;
        }
    }

    private void Call(Timed entry)
    {
        try
        {
            if (entry.OnDue(_clock.GetUtcNow()) is { } next)
            {
                Arm(entry, next);
            }
        }
        catch (Exception exception)
        {
            // One broken entry must not stop everybody's clock.
            TimingLog.EntryFailed(_logger, exception);
        }
    }

    private void Link_NeedsLock(Timed entry, long tick)
    {
        if (_armed++ == 0)
        {
            _doneTick = TickNow();
            _timer.Change(Tick, Tick);
        }

        ref var head = ref _slots[tick % SlotCount];
        entry.DueTick = tick;
        entry.Next = head;
        if (head is not null)
        {
            head.Previous = entry;
        }

        head = entry;
    }

    private void Unlink_NeedsLock(Timed entry)
    {
        if (entry.Previous is null)
        {
            _slots[entry.DueTick % SlotCount] = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is not null)
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.Previous = entry.Next = null;
        entry.DueTick = -1;
        _armed--;
    }
}

internal static partial class TimingLog
{
    [LoggerMessage(LogLevel.Error, "Something timed failed")]
    public static partial void EntryFailed(ILogger logger, Exception exception);
}
