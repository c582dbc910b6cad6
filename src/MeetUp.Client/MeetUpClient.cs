using System.Text.Json.Serialization.Metadata;
using MeetUp.Client.Live;
using MeetUp.Client.Rest;
using MeetUp.Contracts.Auth;

namespace MeetUp.Client;

/// <summary>
/// One person's way to a MeetUp server: every REST call as a method, and <see cref="JoinLive"/> for the socket. Safe for use from many threads.
/// </summary>
/// <remarks>
/// Every method fails with <see cref="MeetUpException"/> when the server refuses or does not answer, and with
/// <see cref="OperationCanceledException"/> when its token is cancelled. A call refused with 401 is sent once more after a refresh of the
/// access token; every POST that changes something carries an <c>Idempotency-Key</c> and is repeated after a lost connection or a 503.
/// A 429 is not repeated: <see cref="MeetUpException.RetryAfter"/> says when to come back.
/// </remarks>
public sealed partial class MeetUpClient : IDisposable
{
    private readonly RestChannel _rest;
    private readonly TokenKeeper _tokens;
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">At least a <see cref="MeetUpClientOptions.BaseAddress"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MeetUpClient(MeetUpClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        Options = options;
        Server = WithSlash(options.BaseAddress);
        _rest = new RestChannel(options, Server);
        _tokens = new TokenKeeper(options, RefreshAsync, _disposed.Token);
        _rest.Tokens = _tokens;
    }

    /// <summary>The options it was made with.</summary>
    public MeetUpClientOptions Options { get; }

    /// <summary>The tokens now in use, to be stored by the caller; null when signed out or when a provider gives them.</summary>
    public TokenPair? Tokens => _tokens.Tokens;

    internal Uri Server { get; }

    internal TimeProvider Time => Options.TimeProvider;

    /// <summary>
    /// Joins a session live: connects, sends fixes, and comes back by itself until the session ends.
    /// It starts at once and in the background; dispose it to leave. Dispose it before this client.
    /// </summary>
    /// <param name="sessionId">A session this person is in.</param>
    public LiveSession JoinLive(Guid sessionId) => new(this, sessionId);

    /// <summary>Stops everything that is under way and drops the tokens.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        _rest.Dispose();
        _disposed.Dispose();
    }

    /// <summary>A newer access token than the refused or expiring one, or null when there is none to be had.</summary>
    internal Task<string?> RenewTokenAsync(string? current, CancellationToken cancellationToken) =>
        current is null ? Task.FromResult<string?>(null) : _tokens.RefreshAsync(current, cancellationToken);

    internal Task<string?> AccessTokenAsync(CancellationToken cancellationToken) => _tokens.GetAsync(cancellationToken);

    private static Uri WithSlash(Uri address)
    {
        var root = address.GetLeftPart(UriPartial.Path);
        return new Uri(root.EndsWith('/') ? root : root + "/");
    }

    private static RestCall Get(string path) => new(HttpMethod.Get, "api/v1/" + path);

    private static RestCall Put(string path) => new(HttpMethod.Put, "api/v1/" + path);

    private static RestCall Delete(string path) => new(HttpMethod.Delete, "api/v1/" + path);

    /// <summary>A POST that changes something: the key makes it happen once however often it is sent.</summary>
    private RestCall Post(string path) =>
        new(HttpMethod.Post, "api/v1/" + path) { IdempotencyKey = Guid.CreateVersion7(Time.GetUtcNow()).ToString() };

    private Task<T> SendAsync<T>(RestCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        _rest.SendAsync(call, answer, cancellationToken);

    private Task<RestReply> SendAsync(RestCall call, CancellationToken cancellationToken) => _rest.SendAsync(call, cancellationToken);
}
