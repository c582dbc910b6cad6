using System.Text;
using System.Text.Json;
using MeetUp.Server.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth.Supabase;

/// <summary>Checks access tokens of the Supabase project: by its published keys, or by the legacy secret where one is given.</summary>
internal sealed class SupabaseTokens(SupabaseKeys keys, IOptions<SupabaseOptions> options, TimeProvider clock)
{
    private const string Audience = "authenticated";
    private const int MaxEmailLength = 320;

    private readonly TrustedKey? _secret = options.Value.Secret is { } secret
        ? new TrustedKey(KeyId: null, SecurityAlgorithms.HmacSha256, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)))
        : null;

    public async ValueTask<AccessIdentity?> CheckAsync(JsonWebToken jwt, CancellationToken cancellationToken)
    {
        // Whoever comes with another issuer's token must not make us fetch keys for it.
        var issuer = options.Value.Issuer;
        if (Jwt.SubjectOf(jwt) is not { } userId || (issuer is not null && jwt.Issuer != issuer)
            || !await Jwt.IsValidAsync(
                jwt, await CandidatesAsync(jwt, cancellationToken), Audience, issuer, clock.GetUtcNow()))
        {
            return null;
        }

        return new AccessIdentity(userId, NameIn(jwt), EmailIn(jwt), IsAnonymous(jwt), Jwt.ExpiryOf(jwt), BuiltIn: false);
    }

    /// <summary>The secret never meets a published key, so a token cannot have one checked as the other.</summary>
    private ValueTask<IReadOnlyList<TrustedKey>> CandidatesAsync(JsonWebToken jwt, CancellationToken cancellationToken) =>
        jwt.Alg switch
        {
            SecurityAlgorithms.HmacSha256 => ValueTask.FromResult<IReadOnlyList<TrustedKey>>(_secret is null ? [] : [_secret]),
            SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.RsaSha256 =>
                keys.FindAsync(jwt.Alg, jwt.Kid is { Length: > 0 } keyId ? keyId : null, cancellationToken),
            _ => ValueTask.FromResult<IReadOnlyList<TrustedKey>>([]),
        };

    private static string? NameIn(JsonWebToken jwt)
    {
        if (jwt.TryGetPayloadValue<JsonElement>("user_metadata", out var metadata) && metadata.ValueKind is JsonValueKind.Object
            && (TextOf(metadata, "display_name") ?? TextOf(metadata, "name")) is { } name)
        {
            return name;
        }

        return TextOf(jwt, "name");
    }

    private static string? EmailIn(JsonWebToken jwt) => TextOf(jwt, "email") is { Length: <= MaxEmailLength } email ? email : null;

    private static bool IsAnonymous(JsonWebToken jwt) => jwt.TryGetPayloadValue<bool>("is_anonymous", out var anonymous) && anonymous;

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { } text
            && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;

    private static string? TextOf(JsonWebToken jwt, string name) =>
        jwt.TryGetPayloadValue<object>(name, out var value) && value is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
