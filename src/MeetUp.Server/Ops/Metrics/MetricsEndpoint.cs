using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Ops.Metrics;

/// <summary>Every number at one moment. <paramref name="InstanceId"/> tells this run of the server from any other.</summary>
internal sealed record MetricsReport(
    DateTimeOffset Timestamp, string InstanceId, IReadOnlyDictionary<string, double> Counters, IReadOnlyDictionary<string, double> Gauges);

/// <summary>The same numbers as JSON for people and scripts, and as the two text forms Prometheus reads.</summary>
internal static class MetricsEndpoint
{
    private const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static IResult Get(HttpRequest request, MetricsBook book, Instance instance, TimeProvider clock)
    {
        var families = book.Read();
        return Wanted(request) switch
        {
            "application/openmetrics-text" => TypedResults.Text(Text(families, openMetrics: true), OpenMetricsType),
            "text/plain" => TypedResults.Text(Text(families, openMetrics: false), PrometheusType),
            _ => TypedResults.Ok(new MetricsReport(
                clock.GetUtcNow(), instance.Id, Series(families.Where(family => family.IsCounter)), Series(families.Where(family => !family.IsCounter)))),
        };
    }

    /// <summary>The best-liked form we have; JSON for those who take anything.</summary>
    private static string? Wanted(HttpRequest request)
    {
        return !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) ? null : accepted
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value?.ToLowerInvariant())
            .FirstOrDefault(type => type is "application/openmetrics-text" or "text/plain" or "application/json");
    }

    private static string Text(IReadOnlyList<Family> families, bool openMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            // OpenMetrics names the family, the older form the series.
            var name = openMetrics ? family.Name : family.SeriesName;
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Help).Append('\n');
            text.Append("# TYPE ").Append(name).Append(family.IsCounter ? " counter\n" : " gauge\n");
            foreach (var (labels, value) in family.Series)
            {
                text.Append(family.SeriesName).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return openMetrics ? text.Append("# EOF\n").ToString() : text.ToString();
    }

    private static Dictionary<string, double> Series(IEnumerable<Family> families) => families
        .SelectMany(family => family.Series.Select(one => (Name: family.SeriesName + one.Key, one.Value)))
        .ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
}
