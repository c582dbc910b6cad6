using System.Diagnostics.Metrics;

namespace MeetUp.Server.Ops.Metrics;

/// <summary>How many calls were answered, by class of status. A socket counts when it closes.</summary>
internal sealed class HttpCounts : IDisposable
{
    private const int Classes = 6;

    private readonly Meter _meter;
    private readonly long[] _counts = new long[Classes];

    public HttpCounts(IMeterFactory meters)
    {
        _meter = meters.Create(MetricsBook.MeterName);
        _meter.CreateObservableCounter("meetup.http.requests", Measure, description: "HTTP requests answered, by class of status.");
    }

    public void Answered(int status) => Interlocked.Increment(ref _counts[Math.Clamp(status / 100, 1, Classes - 1)]);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Measure() => Enumerable.Range(1, Classes - 1)
        .Select(first => new Measurement<long>(Volatile.Read(ref _counts[first]), new KeyValuePair<string, object?>("status", $"{first}xx")));
}

/// <summary>Counts every answer, whoever gave it.</summary>
internal sealed class CountRequests(RequestDelegate next, HttpCounts counts)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            counts.Answered(context.Response.StatusCode);
        }
    }
}
