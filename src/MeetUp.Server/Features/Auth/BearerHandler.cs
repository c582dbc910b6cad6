using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>Turns <c>Authorization: Bearer</c> into the current user, or into a 401 problem.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IAccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.CheckAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is not { } identity)
        {
            return AuthenticateResult.Fail("The token was refused.");
        }

        var expiresAt = identity.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var principal = new ClaimsPrincipal(
            new ClaimsIdentity([new Claim("sub", identity.UserId.ToString()), new Claim("exp", expiresAt)], SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.Unauthenticated.ExecuteAsync(Context);
    }
}
