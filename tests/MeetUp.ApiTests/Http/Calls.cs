using System.Text;

namespace MeetUp.ApiTests.Http;

/// <summary>Raw calls, as a client that does not behave would make them.</summary>
internal static class Calls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends the body as it is; null for none at all.</summary>
    public static async Task<HttpResponseMessage> CallAsync(
        this HttpClient client, string method, string path, string? body = null, string type = "application/json", string? key = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type.Length > 0)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(request).WaitAsync(Patience, TimeProvider.System);
    }

    public static string Guest(string name) => $$"""{"display_name":"{{name}}"}""";

    public static int RetryAfter(this HttpResponseMessage response) =>
        response.Headers.RetryAfter is { Delta: { } delta } ? (int)delta.TotalSeconds : -1;
}
