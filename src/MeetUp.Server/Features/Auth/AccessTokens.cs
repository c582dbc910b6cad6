using MeetUp.Server.Features.Auth.Supabase;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// Checks a token against the issuers that are on. The unverified <c>iss</c> only picks who looks at it; each issuer trusts its own keys
/// alone. Nothing is cached: a sign-out or a deleted account counts from the next call on.
/// </summary>
internal sealed class AccessTokens(Issuers issuers, BuiltInIssuer builtIn, SupabaseTokens supabase, Arrivals arrivals) : IAccessTokens
{
    public async ValueTask<AccessIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var identity = await IdentifyAsync(token, cancellationToken);
        if (identity is { BuiltIn: false })
        {
            await arrivals.EnsureAsync(identity, cancellationToken);
        }

        return identity;
    }

    /// <summary>As <see cref="CheckAsync"/>, but a first-time caller gets no row yet: the endpoint makes it.</summary>
    public async ValueTask<AccessIdentity?> IdentifyAsync(string token, CancellationToken cancellationToken)
    {
        if (Jwt.Read(token) is not { } jwt)
        {
            return null;
        }

        if (issuers.BuiltIn && jwt.Issuer == BuiltInIssuer.Name)
        {
            return await builtIn.CheckAsync(jwt, cancellationToken);
        }

        return issuers.Supabase ? await supabase.CheckAsync(jwt, cancellationToken) : null;
    }
}
