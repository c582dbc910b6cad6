using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime;

/// <summary>
/// What the live side counts, on the meter <c>MeetUp</c>. Bare numbers: no ids and no places in any tag.
/// The hot path adds to a long; whoever exports reads it when they want to.
/// </summary>
internal sealed class LiveCounters : IDisposable
{
    public const string MeterName = "MeetUp";

    private readonly Meter _meter;
    private readonly Counter<long> _ended;
    private readonly ConcurrentDictionary<string, Tally> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Tally> _closed = [];
    private long _open;
    private long _opened;
    private long _accepted;
    private long _delivered;
    private long _conflated;

    public LiveCounters(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("meetup.connections.open", () => Volatile.Read(ref _open), description: "Sockets open now.");
        _meter.CreateObservableCounter("meetup.connections.opened", () => Volatile.Read(ref _opened), description: "Sockets ever opened.");
        _meter.CreateObservableCounter("meetup.connections.closed", () => Measure(_closed, "code"), description: "Sockets closed, by close code.");
        _meter.CreateObservableCounter("meetup.updates.accepted", () => Volatile.Read(ref _accepted), description: "Fixes that passed every check.");
        _meter.CreateObservableCounter("meetup.updates.refused", () => Measure(_refused, "reason"), description: "Fixes refused, by code or reason.");
        _meter.CreateObservableCounter("meetup.updates.delivered", () => Volatile.Read(ref _delivered), description: "Fixes handed to the peer's socket.");
        _meter.CreateObservableCounter("meetup.updates.conflated", () => Volatile.Read(ref _conflated), description: "Fixes that took the place of one still unsent.");
        _ended = _meter.CreateCounter<long>("meetup.sessions.ended", description: "Live sessions ended, by reason.");
    }

    public int Open => (int)Volatile.Read(ref _open);

    public void ConnectionOpened()
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _opened);
    }

    public void ConnectionClosed(int code)
    {
        Interlocked.Decrement(ref _open);
        _closed.GetOrAdd(code, static _ => new Tally()).Increment();
    }

    public void UpdateAccepted() => Interlocked.Increment(ref _accepted);

    public void UpdateRefused(string reason) => _refused.GetOrAdd(reason, static _ => new Tally()).Increment();

    public void UpdateDelivered(bool conflated)
    {
        Interlocked.Increment(ref _delivered);
        if (conflated)
        {
            Interlocked.Increment(ref _conflated);
        }
    }

    public void SessionEnded(EndReason reason) => _ended.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure<TKey>(ConcurrentDictionary<TKey, Tally> counts, string tag)
        where TKey : notnull =>
        counts.Select(count => new Measurement<long>(count.Value.Value, new KeyValuePair<string, object?>(tag, count.Key)));

    private sealed class Tally
    {
        private long _value;

        public long Value => Volatile.Read(ref _value);

        public void Increment() => Interlocked.Increment(ref _value);
    }
}
