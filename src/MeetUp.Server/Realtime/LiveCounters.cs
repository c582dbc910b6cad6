using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text.Json;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime;

/// <summary>
/// What the live side counts, on the meter <c>MeetUp</c>. Bare numbers: no ids and no places in any tag.
/// The hot path adds to a long; whoever exports reads it when they want to.
/// </summary>
internal sealed class LiveCounters : IDisposable
{
    public const string MeterName = "MeetUp";

    private const int GoingAway = 1001;

    private static readonly FrozenSet<int> Codes = FrozenSet.Create(
        CloseCodes.Normal, CloseCodes.Abnormal, CloseCodes.UnsupportedData, CloseCodes.InvalidText, CloseCodes.TooBig, CloseCodes.Restarting,
        CloseCodes.Overloaded, CloseCodes.BadRequest, CloseCodes.Unauthenticated, CloseCodes.NotFound, CloseCodes.SlowReader,
        CloseCodes.Replaced, CloseCodes.SessionEnded, CloseCodes.Flooding, Inbox.ProtocolError);

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
        Meter = meters.Create(MeterName);
        Meter.CreateObservableGauge("meetup.connections.open", () => Volatile.Read(ref _open), description: "Sockets open now.");
        Meter.CreateObservableCounter("meetup.connections.opened", () => Volatile.Read(ref _opened), description: "Sockets ever opened.");
        Meter.CreateObservableCounter("meetup.connections.closed", () => Measure(_closed, "code"), description: "Sockets closed, by close code.");
        Meter.CreateObservableCounter("meetup.updates.accepted", () => Volatile.Read(ref _accepted), description: "Fixes that passed every check.");
        Meter.CreateObservableCounter("meetup.updates.refused", () => Measure(_refused, "reason"), description: "Fixes refused, by code or reason.");
        Meter.CreateObservableCounter("meetup.updates.delivered", () => Volatile.Read(ref _delivered), description: "Fixes handed to the peer's socket.");
        Meter.CreateObservableCounter("meetup.updates.conflated", () => Volatile.Read(ref _conflated), description: "Fixes that took the place of one still unsent.");
        _ended = Meter.CreateCounter<long>("meetup.sessions.ended", description: "Live sessions ended, by reason.");
    }

    public Meter Meter { get; }

    public int Open => (int)Volatile.Read(ref _open);

    public void ConnectionOpened()
    {
        Interlocked.Increment(ref _open);
        Interlocked.Increment(ref _opened);
    }

    public void ConnectionClosed(int code)
    {
        Interlocked.Decrement(ref _open);

        // What a client says when it leaves is its own affair, and must not grow the list of tags.
        _closed.GetOrAdd(Codes.Contains(code) ? code : GoingAway, static _ => new Tally()).Increment();
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

    public void SessionEnded(EndReason reason) =>
        _ended.Add(1, new KeyValuePair<string, object?>("reason", JsonNamingPolicy.SnakeCaseUpper.ConvertName(reason.ToString())));

    public void Dispose() => Meter.Dispose();

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
