using System.Globalization;
using System.Text;
using System.Text.Json;
using MeetUp.Contracts;
using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Ops.Metrics;

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
            _ => TypedResults.Bytes(Json(families, instance, clock.GetUtcNow()), "application/json; charset=utf-8"),
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

    private static byte[] Json(IReadOnlyList<Family> families, Instance instance, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", now.UtcDateTime.ToString(UtcTimeConverter.Format, CultureInfo.InvariantCulture));
            json.WriteString("instance_id", instance.Id);
            Write(json, "counters", families.Where(family => family.IsCounter));
            Write(json, "gauges", families.Where(family => !family.IsCounter));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<Family> families)
    {
        json.WriteStartObject(name);
        foreach (var family in families)
        {
            foreach (var (labels, value) in family.Series)
            {
                json.WriteNumber(family.SeriesName + labels, value);
            }
        }

        json.WriteEndObject();
    }
}
