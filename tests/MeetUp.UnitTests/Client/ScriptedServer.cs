using System.Net;
using System.Text;

namespace MeetUp.UnitTests.Client;

/// <summary>Answers HTTP calls from a script and remembers what was asked.</summary>
internal sealed class ScriptedServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public List<Asked> Calls { get; } = [];

    public IEnumerable<Asked> To(string path) => Calls.Where(call => call.Path.EndsWith(path, StringComparison.Ordinal));

    /// <summary>How many calls came so far; may be asked while more come.</summary>
    public int Count(string path = "")
    {
        lock (_lock)
        {
            return To(path).Count();
        }
    }

    /// <summary>An answer with a JSON body.</summary>
    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var key = request.Headers.TryGetValues("Idempotency-Key", out var values) ? values.Single() : null;
        lock (_lock)
        {
            Calls.Add(new Asked(request.RequestUri!.AbsolutePath, body, request.Headers.Authorization?.Parameter, key));
        }

        await Task.Yield();
        return answer(request);
    }

    internal sealed record Asked(string Path, string Body, string? Token, string? Key);
}
