using MeetUp.Client.Rest;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;

namespace MeetUp.Client;

public sealed partial class MeetUpClient
{
    /// <summary>Signs in without an account and goes on as that guest. At most 20 a minute from one address.</summary>
    /// <param name="displayName">1–64 characters after trimming.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.ValidationFailed"/>, <see cref="ErrorCodes.NotFound"/> where guests are off,
    /// <see cref="ErrorCodes.RateLimitExceeded"/>, or no answer.</exception>
    public async Task<TokenPair> SignInGuestAsync(string displayName, CancellationToken cancellationToken = default)
    {
        var call = (Post("auth/guest") with { Anonymous = true }).With(new GuestSignIn(displayName), ContractsJson.Default.GuestSignIn);
        var tokens = await SendAsync(call, ContractsJson.Default.TokenPair, cancellationToken).ConfigureAwait(false);
        await _tokens.UseAsync(tokens, cancellationToken).ConfigureAwait(false);
        return tokens;
    }

    /// <summary>
    /// Gets a new pair now instead of at the next 401. Calls that run at the same time share one refresh.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the refresh itself goes on.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.Unauthenticated"/> when signed out, or the sign-in was revoked or ran out.</exception>
    public async Task<TokenPair> RefreshTokensAsync(CancellationToken cancellationToken = default)
    {
        var token = Tokens is { } tokens
            ? await _tokens.RefreshAsync(tokens.AccessToken, cancellationToken).ConfigureAwait(false)
            : null;
        return token is not null && Tokens is { } fresh
            ? fresh
            : throw MeetUpException.Refused(
                System.Net.HttpStatusCode.Unauthorized,
                new Problem(Type: null, Title: null, 401, "Sign in again.", ErrorCodes.Unauthenticated, TraceId: null),
                retryAfter: null);
    }

    /// <summary>Ends this sign-in on the server and forgets the tokens. Does nothing when signed out.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task SignOutAsync(CancellationToken cancellationToken = default)
    {
        if (Tokens is not { RefreshToken.Length: > 0 } tokens)
        {
            return;
        }

        var call = (Post("auth/sign-out") with { Anonymous = true })
            .With(new RefreshTokenBody(tokens.RefreshToken), ContractsJson.Default.RefreshTokenBody);
        await SendAsync(call, cancellationToken).ConfigureAwait(false);
        _tokens.Forget();
    }

    /// <summary>A refresh token works once: the call is only repeated when the first one surely spent nothing.</summary>
    private Task<TokenPair> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        SendAsync(
            new RestCall(HttpMethod.Post, "api/v1/auth/refresh") { Anonymous = true, Repeat = Repeat.UnlessSent }
                .With(new RefreshTokenBody(refreshToken), ContractsJson.Default.RefreshTokenBody),
            ContractsJson.Default.TokenPair, cancellationToken);
}
