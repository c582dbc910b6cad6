using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// Reads and verifies compact JWTs. The caller brings the keys, each good for one algorithm; nothing a header says can add a key or
/// change what a key is used for.
/// </summary>
internal static class Jwt
{
    public const int MaxLength = 8 * 1024;

    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>The default factory caches by key id for the whole process, and would go on with a key that is disposed.</summary>
    public static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    private static readonly DateTime _endOfTime = DateTime.MaxValue.AddYears(-1);

    private static readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };

    /// <summary>The parts of a token, nothing verified; null for what is not a signed compact JWT.</summary>
    public static JsonWebToken? Read(string token)
    {
        if (token.Length > MaxLength || token.AsSpan().Count('.') != 2)
        {
            return null;
        }

        try
        {
            var jwt = new JsonWebToken(token);

            // An extension the signer calls critical must be understood, and none is (RFC 7515, 4.1.11).
            return jwt.TryGetHeaderValue<object>("crit", out _) ? null : jwt;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether one of <paramref name="keys"/> signed it, for this audience and issuer (null: any), and it is in force now.</summary>
    public static async ValueTask<bool> IsValidAsync(
        JsonWebToken jwt, IReadOnlyList<TrustedKey> keys, string audience, string? issuer, DateTimeOffset now)
    {
        var fitting = keys.Where(key => key.Algorithm == jwt.Alg).Select(key => key.Key).ToList();
        if (fitting.Count == 0)
        {
            return false;
        }

        var result = await _handler.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            IssuerSigningKeyResolver = (_, _, _, _) => fitting,
            CryptoProviderFactory = Crypto,
            ValidAlgorithms = [jwt.Alg],
            ValidAudience = audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidIssuer = issuer,
            ValidateIssuer = issuer is not null,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsInForce(notBefore, expires, now.UtcDateTime),
        });
        return result.IsValid;
    }

    /// <summary>The subject as a UUID in its usual spelling; null for anything else.</summary>
    public static Guid? SubjectOf(JsonWebToken jwt) =>
        Guid.TryParseExact(jwt.Subject, "D", out var id) && id != Guid.Empty ? id : null;

    /// <summary>Early enough, even for a token meant to live for ever, that one can still add to it.</summary>
    public static DateTimeOffset ExpiryOf(JsonWebToken jwt) =>
        jwt.ValidTo < _endOfTime ? new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero) : new DateTimeOffset(_endOfTime, TimeSpan.Zero);

    private static bool IsInForce(DateTime? notBefore, DateTime? expires, DateTime now) =>
        expires is { } end && now - end <= ClockSkew && (notBefore is not { } start || start - now <= ClockSkew);
}

/// <summary>A key and the one algorithm it is for. The header's <c>alg</c> picks among keys, never how a key is used.</summary>
internal sealed record TrustedKey(string? KeyId, string Algorithm, SecurityKey Key);
