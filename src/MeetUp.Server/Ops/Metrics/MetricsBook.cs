using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MeetUp.Server.Ops.Metrics;

/// <summary>
/// The newest value of everything counted on the meter <c>MeetUp</c>, for whoever scrapes. Promises: a family has at most
/// <see cref="Family.MaxSeries"/> series, so a careless tag cannot fill the memory.
/// </summary>
internal sealed class MetricsBook : IDisposable
{
    public const string MeterName = "MeetUp";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public MetricsBook(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The scope keeps apart the servers of one process, as tests have them.
            if (instrument.Meter.Name == MeterName && instrument.Meter.Scope == meters && Family.Of(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Everything as of now, by name.</summary>
    public IReadOnlyList<Family> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();
}
