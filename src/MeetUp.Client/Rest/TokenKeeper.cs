using MeetUp.Contracts.Auth;

namespace MeetUp.Client.Rest;

/// <summary>
/// The access token of one client. Promises that at most one refresh runs at a time, that everyone who was refused meanwhile shares
/// its result, and that a caller who gives up does not abandon it: a lost answer to a refresh would cost the whole sign-in.
/// </summary>
internal sealed class TokenKeeper(MeetUpClientOptions options, Func<string, CancellationToken, Task<TokenPair>> refresh, CancellationToken disposed)
{
    private readonly Lock _lock = new();
    private TokenPair? _tokens = options.AccessTokenProvider is null ? options.Tokens : null;
    private Task<string?>? _running;

    public TokenPair? Tokens
    {
        get
        {
            lock (_lock)
            {
                return _tokens;
            }
        }
    }

    /// <summary>Goes on with a new pair. It is in force even if storing it fails: the old one is spent by now.</summary>
    public async Task UseAsync(TokenPair tokens, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _tokens = tokens;
        }

        if (options.TokensChanged is { } changed)
        {
            await changed(tokens, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _tokens = null;
        }
    }

    /// <summary>The token to send, or null when signed out.</summary>
    public Task<string?> GetAsync(CancellationToken cancellationToken) =>
        options.AccessTokenProvider is null
            ? Task.FromResult(Tokens?.AccessToken)
            : ShareAsync(refused: null, cancellationToken);

    /// <summary>A token newer than the refused one, or null when there is none to be had.</summary>
    public Task<string?> RefreshAsync(string refused, CancellationToken cancellationToken)
    {
        if (options.AccessTokenProvider is null && Tokens is { } current && !string.Equals(current.AccessToken, refused, StringComparison.Ordinal))
        {
            return Task.FromResult<string?>(current.AccessToken);
        }

        return ShareAsync(refused, cancellationToken);
    }

    private async Task<string?> ShareAsync(string? refused, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<string?> running;
            var mine = false;
            lock (_lock)
            {
                if (_running is null)
                {
                    _running = Task.Run(() => FetchAsync(refused), CancellationToken.None);
                    mine = true;
                }

                running = _running;
            }

            var token = await running.WaitAsync(cancellationToken).ConfigureAwait(false);

            // Someone else's run may have begun before this token was refused, and have brought that very token.
            if (mine || refused is null || !string.Equals(token, refused, StringComparison.Ordinal))
            {
                return token;
            }
        }
    }

    private async Task<string?> FetchAsync(string? refused)
    {
        try
        {
            if (options.AccessTokenProvider is { } provider)
            {
                return await provider(refused, disposed).ConfigureAwait(false);
            }

            // A run that began just after another one ended finds the new token already there.
            if (Tokens is not { RefreshToken.Length: > 0 } tokens || !string.Equals(tokens.AccessToken, refused, StringComparison.Ordinal))
            {
                return Tokens?.AccessToken is { } other && !string.Equals(other, refused, StringComparison.Ordinal) ? other : null;
            }

            var fresh = await refresh(tokens.RefreshToken, disposed).ConfigureAwait(false);
            await UseAsync(fresh, disposed).ConfigureAwait(false);
            return fresh.AccessToken;
        }
        catch (MeetUpException refusal) when (refusal.Status is System.Net.HttpStatusCode.Unauthorized)
        {
            return null;
        }
        catch (Exception failed) when (failed is not (MeetUpException or OperationCanceledException))
        {
            // The caller's own code: whoever waits here knows only this SDK's exception.
            throw new MeetUpException("The access token could not be fetched or stored.", failed);
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
            }
        }
    }
}
