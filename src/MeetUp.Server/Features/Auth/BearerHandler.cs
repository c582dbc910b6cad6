using System.Data.Common;
using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using MeetUp.Server.Features.Auth.Supabase;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// Turns <c>Authorization: Bearer</c> into the current user, or into a 401 problem; into 503 when nothing can be said about the token
/// because a part is away, since a 401 would make a client throw away a good sign-in.
/// </summary>
internal sealed partial class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    private const string RetryAfterSeconds = "5";

    private bool _away;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            return await CheckAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is { } identity
                ? AuthenticateResult.Success(TicketOf(identity))
                : AuthenticateResult.Fail("The token was refused.");
        }
        catch (Exception outage) when (outage is DbException or IssuerAwayException || outage.InnerException is DbException)
        {
            LogAway(Logger, outage.GetType().Name);
            _away = true;
            return AuthenticateResult.Fail("The token could not be checked.");
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!_away)
        {
            return Response.Challenge().ExecuteAsync(Context);
        }

        Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Unavailable.ExecuteAsync(Context);
    }

    private ValueTask<AccessIdentity?> CheckAsync(string token, CancellationToken cancellationToken) =>
        Context.GetEndpoint()?.Metadata.GetMetadata<MakesOwnRow>() is null
            ? tokens.CheckAsync(token, cancellationToken)
            : tokens.IdentifyAsync(token, cancellationToken);

    private AuthenticationTicket TicketOf(AccessIdentity identity)
    {
        Context.Features.Set(identity);
        var expiresAt = identity.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var principal = new ClaimsPrincipal(
            new ClaimsIdentity([new Claim("sub", identity.UserId.ToString()), new Claim("exp", expiresAt)], SchemeName));
        return new AuthenticationTicket(principal, SchemeName);
    }

    [LoggerMessage(1, LogLevel.Error, "A token could not be checked, since a part is away: {Why}.")]
    private static partial void LogAway(ILogger logger, string why);
}

/// <summary>On an endpoint that makes its caller's row by itself.</summary>
internal sealed class MakesOwnRow;

internal static class Challenges
{
    /// <summary>401, and how to do better.</summary>
    public static ProblemHttpResult Challenge(this HttpResponse response)
    {
        response.Headers.WWWAuthenticate = BearerHandler.SchemeName;
        return Problems.Unauthenticated;
    }
}
