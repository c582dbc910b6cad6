using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MeetUp.Server.Realtime;

namespace MeetUp.Server.Ops;

/// <summary>
/// Reads every instrument of the meter <c>MeetUp</c> when asked, as JSON or as Prometheus text. Instruments that push are summed here.
/// Names and tags are ours and few; no id can become one.
/// </summary>
internal sealed class MetricsSnapshot : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _counters = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _gauges = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    public MetricsSnapshot(TimeProvider clock)
    {
        _clock = clock;
        InstanceId = $"{Environment.MachineName}-{Environment.ProcessId}";
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == LiveCounters.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Take);
        _listener.Start();
    }

    public string InstanceId { get; }

    public JsonObject ToJson()
    {
        lock (_lock)
        {
            Read_NeedsLock();
            return new JsonObject
            {
                ["timestamp"] = _clock.GetUtcNow().ToString(Contracts.UtcTimeConverter.Format, CultureInfo.InvariantCulture),
                ["instance_id"] = InstanceId,
                ["counters"] = Object(_counters),
                ["gauges"] = Object(_gauges),
            };
        }
    }

    public string ToPrometheus()
    {
        lock (_lock)
        {
            Read_NeedsLock();
            var text = new StringBuilder();
            Write(text, _counters, "counter");
            Write(text, _gauges, "gauge");
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Read_NeedsLock()
    {
        _gauges["process_resident_memory_bytes"] = Environment.WorkingSet;
        _gauges["process_cpu_seconds"] = (long)Environment.CpuUsage.TotalTime.TotalSeconds;
        _gauges["dotnet_gc_heap_bytes"] = GC.GetTotalMemory(forceFullCollection: false);
        _gauges["dotnet_threads"] = ThreadPool.ThreadCount;
        _listener.RecordObservableInstruments();
    }

    private void Take(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var name = new StringBuilder(instrument.Name.Replace('.', '_'));
        foreach (var (key, tag) in tags)
        {
            name.Append(CultureInfo.InvariantCulture, $"{{{key}=\"{tag}\"}}");
        }

        lock (_lock)
        {
            var values = instrument is ObservableGauge<long> ? _gauges : _counters;
            values[name.ToString()] = instrument.IsObservable ? value : values.GetValueOrDefault(name.ToString()) + value;
        }
    }

    private static JsonObject Object(SortedDictionary<string, long> values) =>
        new(values.Select(value => new KeyValuePair<string, JsonNode?>(value.Key, value.Value)));

    private static void Write(StringBuilder text, SortedDictionary<string, long> values, string kind)
    {
        string? family = null;
        foreach (var (name, value) in values)
        {
            var brace = name.IndexOf('{', StringComparison.Ordinal);
            var current = brace < 0 ? name : name[..brace];
            if (current != family)
            {
                family = current;
                text.Append(CultureInfo.InvariantCulture, $"# TYPE {family} {kind}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }
    }
}
