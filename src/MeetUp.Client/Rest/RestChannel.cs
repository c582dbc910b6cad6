using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MeetUp.Contracts;

namespace MeetUp.Client.Rest;

/// <summary>
/// Sends REST calls and reads their answers. Promises: a call refused with 401 is sent once more with a newer token; one that is safe to
/// repeat is repeated after a lost connection or a 503, with the same Idempotency-Key; all else fails at once as <see cref="MeetUpException"/>.
/// </summary>
internal sealed class RestChannel : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly MeetUpClientOptions _options;
    private readonly HttpClient _http;
    private readonly Backoff _backoff;

    public RestChannel(MeetUpClientOptions options, Uri server)
    {
        _options = options;
        _backoff = new Backoff(options.BackoffBase, options.BackoffCap);
        _http = new HttpClient(options.HttpHandler ?? OwnHandler(options), disposeHandler: options.HttpHandler is null)
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _http.DefaultRequestHeaders.UserAgent.TryParseAdd(options.UserAgent);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
    }

    /// <summary>Null until the client has made it: the keeper itself refreshes through this channel.</summary>
    public TokenKeeper? Tokens { get; set; }

    public void Dispose() => _http.Dispose();

    /// <summary>The answer to a call, read as <paramref name="answer"/>.</summary>
    public async Task<T> SendAsync<T>(RestCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(reply.Body, answer) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new MeetUpException($"The answer to {call.Method} {call.PublicPath} is not MeetUp's.", wrong) { Status = reply.Status };
        }
    }

    /// <summary>A call whose answer is only its status and body.</summary>
    public async Task<RestReply> SendAsync(RestCall call, CancellationToken cancellationToken)
    {
        var token = call.Anonymous ? null : await Tokens!.GetAsync(cancellationToken).ConfigureAwait(false);
        var refreshed = false;
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await TryAsync(call, token, cancellationToken).ConfigureAwait(false);
            if (outcome.Failure is not { } failure)
            {
                return outcome.Reply;
            }

            if (failure.Status is HttpStatusCode.Unauthorized && token is not null && !refreshed)
            {
                refreshed = true;
                if (await Tokens!.RefreshAsync(token, cancellationToken).ConfigureAwait(false) is { } newer)
                {
                    token = newer;
                    continue;
                }
            }

            var wait = failure.RetryAfter ?? _backoff.Next(attempt);
            if (attempt >= _options.RetryLimit || !MayRepeat(call, failure, outcome.NeverSent) || wait > _options.BackoffCap)
            {
                throw failure;
            }

            await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SocketsHttpHandler OwnHandler(MeetUpClientOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static bool MayRepeat(RestCall call, MeetUpException failure, bool neverSent) => call.Repeat switch
    {
        Repeat.Never => false,
        Repeat.UnlessSent => neverSent || failure.Status is HttpStatusCode.ServiceUnavailable,
        _ => failure.Status is null or HttpStatusCode.ServiceUnavailable,
    };

    private async Task<Outcome> TryAsync(RestCall call, string? token, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var request = call.ToRequest(token);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode || call.Accepts(response.StatusCode)
                ? new Outcome(new RestReply(response.StatusCode, body), Failure: null)
                : new Outcome(default, MeetUpException.Refused(response.StatusCode, ReadProblem(body), RetryAfter(response)));
        }
        catch (HttpRequestException lost)
        {
            var never = lost.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            return new Outcome(default, MeetUpException.Unreachable(_options.BaseAddress, lost.Message, lost), never);
        }
        catch (Exception lost) when (lost is SocketException or IOException)
        {
            // A connection that is reset the moment it opens escapes HttpClient as it is.
            return new Outcome(default, MeetUpException.Unreachable(_options.BaseAddress, lost.Message, lost), NeverSent: lost is SocketException);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Outcome(default, MeetUpException.Unreachable(_options.BaseAddress, "it took too long.", late));
        }
    }

    private static Problem? ReadProblem(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ContractsJson.Default.Problem);
        }
        catch (JsonException)
        {
            // A proxy's page in front of the server: the status says it all.
            return null;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => Later(date - _options.TimeProvider.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan Later(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private readonly record struct Outcome(RestReply Reply, MeetUpException? Failure, bool NeverSent = false);
}
