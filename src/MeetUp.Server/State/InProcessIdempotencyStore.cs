using Microsoft.Extensions.Options;

namespace MeetUp.Server.State;

/// <summary>
/// The twin of one instance. Bounded: beyond its number or bytes the oldest answers are forgotten first; claims in progress never are.
/// </summary>
internal sealed class InProcessIdempotencyStore(TimeProvider clock, IOptions<IdempotencyOptions> options) : IIdempotencyStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Answered entries, the oldest first: all live equally long.</summary>
    private readonly Queue<(string Scope, Entry Entry)> _answered = new();

    private long _bytes;

    /// <summary>How many keys are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public async ValueTask<IdempotencyClaim> ClaimAsync(
        string scope, byte[] fingerprint, TimeSpan patience, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        while (true)
        {
            Task others;
            lock (_gate)
            {
                Trim_NeedsLock();
                if (!_entries.TryGetValue(scope, out var entry))
                {
                    _entries.Add(scope, new Entry(fingerprint));
                    return new IdempotencyClaim(ClaimStatus.Yours);
                }

                if (!entry.Fingerprint.AsSpan().SequenceEqual(fingerprint))
                {
                    return new IdempotencyClaim(ClaimStatus.OtherBody);
                }

                if (entry.Answer is { } answer)
                {
                    return new IdempotencyClaim(ClaimStatus.Answered, answer);
                }

                others = entry.Done.Task;
            }

            var left = patience - clock.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
            {
                return new IdempotencyClaim(ClaimStatus.Busy);
            }

            try
            {
                await others.WaitAsync(left, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                return new IdempotencyClaim(ClaimStatus.Busy);
            }
        }
    }

    public ValueTask CompleteAsync(string scope, StoredAnswer answer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var entry = _entries[scope];
            entry.Answer = answer;
            entry.AnsweredAt = clock.GetTimestamp();
            _bytes += entry.Bytes;
            _answered.Enqueue((scope, entry));
            Trim_NeedsLock();
            entry.Done.SetResult();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AbandonAsync(string scope, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_entries.Remove(scope, out var entry))
            {
                entry.Done.SetResult();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Trim_NeedsLock()
    {
        while (_answered.TryPeek(out var oldest) && (IsOver_NeedsLock() || IsOld(oldest.Entry)))
        {
            _answered.Dequeue();
            _entries.Remove(oldest.Scope);
            _bytes -= oldest.Entry.Bytes;
        }
    }

    private bool IsOver_NeedsLock() => _answered.Count > options.Value.MaxEntries || _bytes > options.Value.MaxBytes;

    private bool IsOld(Entry entry) => clock.GetElapsedTime(entry.AnsweredAt).TotalSeconds >= options.Value.LifetimeSeconds;

    private sealed class Entry(byte[] fingerprint)
    {
        /// <summary>What an entry costs beside its body, roughly.</summary>
        private const int OwnBytes = 512;

        public byte[] Fingerprint { get; } = fingerprint;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StoredAnswer? Answer { get; set; }

        public long AnsweredAt { get; set; }

        public long Bytes => OwnBytes + (Answer?.Body.Length ?? 0);
    }
}
