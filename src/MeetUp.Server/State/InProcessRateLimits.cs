using System.Collections.Concurrent;

namespace MeetUp.Server.State;

/// <summary>
/// The twin of one instance: the times of the calls that still count, per key. Keys nobody uses any more go within
/// <see cref="SweepEvery"/>; beyond <see cref="MaxKeys"/> a tenth goes at once, whoever it is.
/// </summary>
internal sealed class InProcessRateLimits(TimeProvider clock) : IRateLimits
{
    internal const int MaxKeys = 100_000;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, CallTimes> _calls = new(StringComparer.Ordinal);
    private long _sweptAt = clock.GetTimestamp();

    /// <summary>How many keys are remembered.</summary>
    internal int Count => _calls.Count;

    public ValueTask<TimeSpan?> TryTakeAsync(string key, RateLimit limit, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        while (true)
        {
            if (!_calls.TryGetValue(key, out var calls))
            {
                SweepWhenDue(now);
                calls = _calls.GetOrAdd(key, static (_, limit) => new CallTimes(limit), limit);
            }

            lock (calls)
            {
                if (!calls.Forgotten)
                {
                    return ValueTask.FromResult(calls.TryTake(now, clock));
                }
            }
        }
    }

    private void SweepWhenDue(long now)
    {
        var sweptAt = Volatile.Read(ref _sweptAt);
        var tooMany = _calls.Count >= MaxKeys;
        var due = tooMany || clock.GetElapsedTime(sweptAt, now) >= SweepEvery;
        if (!due || Interlocked.CompareExchange(ref _sweptAt, now, sweptAt) != sweptAt)
        {
            return;
        }

        // Too many at once: someone invents addresses. Better to forget a count than to run out of memory.
        var spare = tooMany ? MaxKeys / 10 : 0;

        foreach (var (key, calls) in _calls)
        {
            lock (calls)
            {
                calls.Forgotten = calls.IsIdle(now, clock) || spare-- > 0;
                if (calls.Forgotten)
                {
                    _calls.TryRemove(key, out _);
                }
            }
        }
    }

    /// <summary>When one key was used, oldest first. Guarded by a lock on itself.</summary>
    private sealed class CallTimes(RateLimit limit)
    {
        private readonly Queue<long> _times = new();

        /// <summary>Swept: whoever still holds it must look for a new one.</summary>
        public bool Forgotten { get; set; }

        public TimeSpan? TryTake(long now, TimeProvider clock)
        {
            DropOld(now, clock);
            if (_times.Count < limit.Permits)
            {
                _times.Enqueue(now);
                return null;
            }

            return limit.Window - clock.GetElapsedTime(_times.Peek(), now);
        }

        public bool IsIdle(long now, TimeProvider clock)
        {
            DropOld(now, clock);
            return _times.Count == 0;
        }

        private void DropOld(long now, TimeProvider clock)
        {
            while (_times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= limit.Window)
            {
                _times.Dequeue();
            }
        }
    }
}
