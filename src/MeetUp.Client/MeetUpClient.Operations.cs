using System.Net;
using System.Text;
using MeetUp.Client.Rest;

namespace MeetUp.Client;

/// <summary>What a health endpoint says.</summary>
/// <param name="Healthy">200 rather than 503.</param>
/// <param name="Report">Its text, a line for each dependency.</param>
public sealed record ServerHealth(bool Healthy, string Report);

public sealed partial class MeetUpClient
{
    /// <summary>Whether the server runs at all. Needs no sign-in.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<ServerHealth> GetLivenessAsync(CancellationToken cancellationToken = default) => HealthAsync("health/live", cancellationToken);

    /// <summary>Whether the server and all it needs can serve. Needs no sign-in.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<ServerHealth> GetReadinessAsync(CancellationToken cancellationToken = default) => HealthAsync("health/ready", cancellationToken);

    /// <summary>The server's counters and gauges as Prometheus text. Needs no sign-in.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<string> GetMetricsTextAsync(CancellationToken cancellationToken = default)
    {
        var call = Get("metrics") with { Anonymous = true, Accept = "text/plain" };
        return Encoding.UTF8.GetString((await SendAsync(call, cancellationToken).ConfigureAwait(false)).Body);
    }

    private async Task<ServerHealth> HealthAsync(string path, CancellationToken cancellationToken)
    {
        var call = new RestCall(HttpMethod.Get, path) { Anonymous = true, AlsoAccept = HttpStatusCode.ServiceUnavailable };
        var reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return new ServerHealth(reply.Status is HttpStatusCode.OK, Encoding.UTF8.GetString(reply.Body));
    }
}
