using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Auth.Supabase;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.UnitTests.Auth;

public sealed class JwtTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] _pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"keys\"", "\"alg\"", "\"kty\"", "\"EC\"", "\"ES256\"", "\"exp\"", "1", "null", "\"", "\\u0000", "é",
    ];

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Bytes near JSON: key sets and headers cut up and glued together.</summary>
    private static Gen<byte[]> Json { get; } =
        Gen.Int[0, _pieces.Length - 1].Array[0, 12].Select(picks => Encoding.UTF8.GetBytes(string.Concat(picks.Select(pick => _pieces[pick]))));

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Read_NeverThrows_WhateverComes()
    {
        var part = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.String[0, 20].Select(text => Text(Encoding.UTF8.GetBytes(text))), Json.Select(Text));
        Gen.Select(part, part, part).Sample((header, payload, signature) => Jwt.Read($"{header}.{payload}.{signature}") is var _);
        Gen.String.Sample(text => Jwt.Read(text) is var _);
    }

    [Fact]
    public async Task Token_IsRefused_WhenAnyBitOfItIsChanged()
    {
        var token = Signed("""{"alg":"ES256","kid":"k"}""", """{"aud":"a","exp":1767229200}""");
        Assert.True(await IsValidAsync(token));
        var parts = token.Split('.').Select(part => Base64Url.DecodeFromChars(part)).ToArray();

        for (var part = 0; part < 3; part++)
        {
            for (var bit = 0; bit < parts[part].Length * 8; bit += 3)
            {
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(await IsValidAsync(string.Join('.', parts.Select(Text))), $"part {part}, bit {bit}");
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [InlineData("""{"aud":"a","exp":"soon"}""")]
    [InlineData("""{"aud":"a","exp":null}""")]
    [InlineData("""{"aud":"a","exp":{}}""")]
    [InlineData("""{"aud":"a","exp":true}""")]
    [InlineData("""{"aud":"a","exp":1e400}""")]
    [InlineData("""{"aud":"a","exp":-9223372036854775808}""")]
    [InlineData("""{"aud":"a","exp":1767229200,"nbf":"never"}""")]
    [InlineData("""{"aud":"a","exp":1767229200,"nbf":1767229200}""")]
    [InlineData("""{"aud":{},"exp":1767229200}""")]
    [InlineData("""{"aud":[],"exp":1767229200}""")]
    [InlineData("""{"aud":7,"exp":1767229200}""")]
    [InlineData("""{"aud":null,"exp":1767229200}""")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Token_IsRefused_WhenItsClaimsAreOdd(string payload) =>
        Assert.False(await IsValidAsync(Signed("""{"alg":"ES256","kid":"k"}""", payload)));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"alg":7}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["ES256"]}""")]
    [InlineData("""{"alg":"es256"}""")]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","crit":null}""")]
    public async Task Token_IsRefused_WhenItsHeaderIsOdd(string header) =>
        Assert.False(await IsValidAsync(Signed(header, """{"aud":"a","exp":1767229200}""")));

    [Fact]
    public void KeySet_IsReadOrRefused_WhateverComes() => Json.Sample(json =>
    {
        try
        {
            return SupabaseKeySet.Parse(json).Count >= 0;
        }
        catch (JsonException)
        {
            return true;
        }
    });

    [Theory]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[null,7,[],{},"x"]}""")]
    [InlineData("""{"keys":[{"kty":"EC"},{"kty":"RSA","n":"!","e":"AQAB"},{"kty":"EC","crv":"P-256","x":"","y":""},{"kty":7}]}""")]
    public void KeySet_PassesOver_WhatIsNoKey(string json) => Assert.Empty(SupabaseKeySet.Parse(Encoding.UTF8.GetBytes(json)));

    private async Task<bool> IsValidAsync(string token) =>
        Jwt.Read(token) is { } jwt
        && await Jwt.IsValidAsync(jwt, [new TrustedKey("k", SecurityAlgorithms.EcdsaSha256, new ECDsaSecurityKey(_key))], "a", issuer: null, _now);

    private string Signed(string header, string payload)
    {
        var signed = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Text(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
