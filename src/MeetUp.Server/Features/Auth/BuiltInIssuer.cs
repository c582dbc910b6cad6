using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth;

/// <summary>Issues and checks this server's own access tokens.</summary>
internal sealed class BuiltInIssuer(SigningKey key, TimeProvider clock)
{
    public const string Issuer = "meetup";
    public const string Audience = "meetup";

    /// <summary>How long an access token lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    public string Issue(Guid userId, string displayName)
    {
        var now = clock.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = userId.ToString(), ["name"] = displayName },
            SigningCredentials = new SigningCredentials(key.Security, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask<JsonWebToken?> CheckAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKey = key.Security,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } at && clock.GetUtcNow() < new DateTimeOffset(at, TimeSpan.Zero).AddSeconds(30),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }
}
