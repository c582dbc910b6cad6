namespace MeetUp.Server.Ops.Health;

/// <summary>Asks the server beside it whether it lives, and exits 0 or 1: for container images without a shell.</summary>
internal static class HealthProbe
{
    /// <summary>The one argument that asks instead of serving.</summary>
    public const string Word = "health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var port = urls is [var first, ..] ? first[(first.LastIndexOf(':') + 1)..].TrimEnd('/') : Environment.GetEnvironmentVariable("PORT");
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{(port is { Length: > 0 } ? port : "8000")}/health/live"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            return 1;
        }
    }
}
