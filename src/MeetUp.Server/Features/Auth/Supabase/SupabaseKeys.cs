using System.Text.Json;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth.Supabase;

/// <summary>
/// The project's published keys, kept fresh by use. Whoever brings a known key never waits: an old set is renewed behind them and serves
/// on while the endpoint is down. An unknown key is looked up at once, but not more than once a minute, and all who wait share one fetch.
/// </summary>
internal sealed partial class SupabaseKeys : IDisposable
{
    private const int MaxDocumentBytes = 64 * 1024;
    private static readonly TimeSpan _freshFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _betweenLookups = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _betweenFirstTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HttpClient _http;
    private readonly Uri? _address;
    private readonly TimeProvider _clock;
    private readonly ILogger<SupabaseKeys> _logger;

    private volatile IReadOnlyList<TrustedKey>? _keys;
    private Task? _fetch;
    private DateTimeOffset _nextRefresh;
    private DateTimeOffset _nextLookup;

    public SupabaseKeys(IOptions<SupabaseOptions> options, TimeProvider clock, ILogger<SupabaseKeys> logger)
    {
        (_clock, _logger) = (clock, logger);
        _address = options.Value.Issuer is { } issuer ? new Uri(issuer + "/.well-known/jwks.json") : null;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = _freshFor })
        {
            MaxResponseContentBufferSize = MaxDocumentBytes,
        };
    }

    /// <summary>The keys of that name for that algorithm; all of the algorithm's when the token names none.</summary>
    /// <exception cref="IssuerAwayException">No set could be fetched yet, so nothing can be said about the token.</exception>
    public async ValueTask<IReadOnlyList<TrustedKey>> FindAsync(string algorithm, string? keyId, CancellationToken cancellationToken)
    {
        if (_address is null)
        {
            return [];
        }

        if (Match(algorithm, keyId) is { Count: > 0 } known)
        {
            RefreshBehind();
            return known;
        }

        await LookUpAsync().WaitAsync(cancellationToken);
        if (_keys is null)
        {
            throw new IssuerAwayException();
        }

        var found = Match(algorithm, keyId);
        if (found.Count == 0)
        {
            NotePointlessLookup();
        }

        return found;
    }

    public void Dispose() => _http.Dispose();

    private List<TrustedKey> Match(string algorithm, string? keyId) =>
        [.. (_keys ?? []).Where(key => key.Algorithm == algorithm && (keyId is null || key.KeyId == keyId))];

    private void RefreshBehind()
    {
        lock (_lock)
        {
            if (_fetch is null && _clock.GetUtcNow() >= _nextRefresh)
            {
                _ = StartFetch_NeedsLock();
            }
        }
    }

    /// <summary>A fetch, shared with whoever else needs one; nothing when it is too early for another.</summary>
    private Task LookUpAsync()
    {
        lock (_lock)
        {
            if (_fetch is not null)
            {
                return _fetch;
            }

            var now = _clock.GetUtcNow();
            if (now < (_keys is null ? _nextRefresh : _nextLookup))
            {
                return Task.CompletedTask;
            }

            if (_keys is not null)
            {
                _nextLookup = now + _betweenLookups;
            }

            return StartFetch_NeedsLock();
        }
    }

    /// <summary>The very first fetch counts as a lookup only when it did not bring the key it was made for.</summary>
    private void NotePointlessLookup()
    {
        lock (_lock)
        {
            var soonest = _clock.GetUtcNow() + _betweenLookups;
            _nextLookup = _nextLookup == default ? soonest : _nextLookup;
        }
    }

    private Task StartFetch_NeedsLock() => _fetch = Task.Run(FetchAsync, CancellationToken.None);

    private async Task FetchAsync()
    {
        IReadOnlyList<TrustedKey>? fresh = null;
        try
        {
            using var timeout = new CancellationTokenSource(_timeout, _clock);
            fresh = SupabaseKeySet.Parse(await _http.GetByteArrayAsync(_address, timeout.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            LogFailed(failure.Message);
        }
        finally
        {
            lock (_lock)
            {
                _keys = fresh ?? _keys;
                _nextRefresh = _clock.GetUtcNow() + (fresh is not null ? _freshFor : _keys is null ? _betweenFirstTries : _betweenLookups);
                _fetch = null;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The keys of Supabase could not be fetched: {Why}. The last good set, if any, goes on.")]
    private partial void LogFailed(string why);
}

/// <summary>The issuer's keys are out of reach, so a token can neither be accepted nor refused.</summary>
internal sealed class IssuerAwayException() : Exception("The keys of Supabase could not be fetched yet.");
