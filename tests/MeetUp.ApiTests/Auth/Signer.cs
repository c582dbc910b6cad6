using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MeetUp.ApiTests.Auth;

/// <summary>Someone who signs tokens, with whatever header and claims a test wants to see refused.</summary>
public sealed class Signer
{
    private readonly Func<byte[], byte[]> _sign;

    private Signer(string algorithm, string? keyId, JsonObject jwk, byte[][] publicForms, Func<byte[], byte[]> sign)
    {
        (Algorithm, KeyId, Jwk, PublicForms, _sign) = (algorithm, keyId, jwk, publicForms, sign);
        if (keyId is not null)
        {
            jwk["kid"] = keyId;
        }
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public JsonObject Jwk { get; }

    /// <summary>The public key in the spellings someone might mistake for a shared secret: PEM, DER, JWK.</summary>
    public byte[][] PublicForms { get; }

    public static Signer Es256(string? keyId)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Text(q.X!), ["y"] = Text(q.Y!), ["alg"] = "ES256", ["use"] = "sig" };
        return new Signer(
            "ES256", keyId, jwk,
            [Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()), key.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(jwk.ToJsonString()), q.X!],
            data => key.SignData(data, HashAlgorithmName.SHA256));
    }

    public static Signer Rs256(string? keyId, int bits = 2048)
    {
        var key = RSA.Create(bits);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Text(parameters.Modulus!), ["e"] = Text(parameters.Exponent!), ["alg"] = "RS256" };
        return new Signer(
            "RS256", keyId, jwk,
            [Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()), key.ExportSubjectPublicKeyInfo(), key.ExportRSAPublicKey(), parameters.Modulus!],
            data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static Signer Hs256(byte[] secret, string? keyId = null) =>
        new("HS256", keyId, [], [], data => HMACSHA256.HashData(secret, data));

    /// <summary>A token over these claims; <paramref name="header"/> changes or removes what this signer would say of itself.</summary>
    public string Sign(JsonObject claims, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = Algorithm, ["typ"] = "JWT" };
        if (KeyId is not null)
        {
            head["kid"] = KeyId;
        }

        header?.Invoke(head);
        var signed = $"{Text(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Text(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Text(_sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
