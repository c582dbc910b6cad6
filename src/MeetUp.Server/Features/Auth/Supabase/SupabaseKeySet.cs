using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth.Supabase;

/// <summary>The public keys of one JWKS document. Takes P-256 keys for ES256 and RSA keys of 2048 bits or more for RS256, and passes over the rest.</summary>
internal static class SupabaseKeySet
{
    private const int MaxKeys = 32;
    private const int MinRsaBytes = 256;
    private const int MaxRsaBytes = 1024;
    private const int P256Bytes = 32;

    /// <exception cref="JsonException">Not a JWKS document.</exception>
    public static IReadOnlyList<TrustedKey> Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind is not JsonValueKind.Object
            || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind is not JsonValueKind.Array)
        {
            throw new JsonException("There is no array named keys.");
        }

        return [.. keys.EnumerateArray().Select(KeyIn).OfType<TrustedKey>().Take(MaxKeys)];
    }

    private static TrustedKey? KeyIn(JsonElement jwk)
    {
        if (jwk.ValueKind is not JsonValueKind.Object || Text(jwk, "use") is not (null or "sig"))
        {
            return null;
        }

        return (Text(jwk, "kty"), Text(jwk, "alg")) switch
        {
            ("EC", null or SecurityAlgorithms.EcdsaSha256) => EcIn(jwk),
            ("RSA", null or SecurityAlgorithms.RsaSha256) => RsaIn(jwk),
            _ => null,
        };
    }

    private static TrustedKey? EcIn(JsonElement jwk)
    {
        if (Text(jwk, "crv") is not "P-256" || Bytes(jwk, "x") is not { Length: P256Bytes } x || Bytes(jwk, "y") is not { Length: P256Bytes } y)
        {
            return null;
        }

        try
        {
            var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return new TrustedKey(Text(jwk, "kid"), SecurityAlgorithms.EcdsaSha256, new ECDsaSecurityKey(key));
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return null;
        }
    }

    private static TrustedKey? RsaIn(JsonElement jwk)
    {
        return Bytes(jwk, "n") is { Length: >= MinRsaBytes and <= MaxRsaBytes } modulus && Bytes(jwk, "e") is { Length: > 0 and <= 8 } exponent
            ? new TrustedKey(
                Text(jwk, "kid"), SecurityAlgorithms.RsaSha256,
                new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent }))
            : null;
    }

    private static string? Text(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement jwk, string name) =>
        Text(jwk, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
