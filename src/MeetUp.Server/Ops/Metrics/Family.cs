using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MeetUp.Server.Ops.Metrics;

/// <summary>All series of one instrument, under the name Prometheus knows it by.</summary>
internal sealed class Family
{
    public const int MaxSeries = 100;

    private const string Overflow = "{other=\"true\"}";

    private readonly bool _adds;
    private readonly ConcurrentDictionary<string, double> _series = new(StringComparer.Ordinal);

    private Family(Instrument instrument, bool isCounter, bool adds)
    {
        Name = instrument.Name.Replace('.', '_');
        Help = instrument.Description ?? "";
        IsCounter = isCounter;
        _adds = adds;
    }

    /// <summary>Without the suffix of a counter.</summary>
    public string Name { get; }

    public string Help { get; }

    public bool IsCounter { get; }

    /// <summary>The name of its series: a counter's ends in <c>_total</c>.</summary>
    public string SeriesName => IsCounter ? Name + "_total" : Name;

    /// <summary>Labels as Prometheus writes them, or nothing, and the value.</summary>
    public IEnumerable<KeyValuePair<string, double>> Series => _series.OrderBy(series => series.Key, StringComparer.Ordinal);

    /// <summary>Null for kinds that are not kept.</summary>
    public static Family? Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return kind switch
        {
            _ when kind == typeof(Counter<>) => new Family(instrument, isCounter: true, adds: true),
            _ when kind == typeof(ObservableCounter<>) => new Family(instrument, isCounter: true, adds: false),
            _ when kind == typeof(UpDownCounter<>) => new Family(instrument, isCounter: false, adds: true),
            _ when kind == typeof(Gauge<>) || kind == typeof(ObservableGauge<>) || kind == typeof(ObservableUpDownCounter<>) =>
                new Family(instrument, isCounter: false, adds: false),
            _ => null,
        };
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (_series.Count >= MaxSeries && !_series.ContainsKey(labels))
        {
            labels = Overflow;
        }

        _series.AddOrUpdate(labels, value, (_, old) => _adds ? old + value : value);
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
        {
            labels.Add($"{name.Replace('.', '_')}=\"{Escape(value?.ToString() ?? "")}\"");
        }

        return $"{{{string.Join(',', labels)}}}";
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
