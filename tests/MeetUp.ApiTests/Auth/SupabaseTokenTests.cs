using System.Text;
using System.Text.Json.Nodes;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Auth;

public sealed class SupabaseTokenTests(SupabaseServer server) : IClassFixture<SupabaseServer>
{
    private static readonly Dictionary<string, Func<SupabaseServer, string>> _accepted = new(StringComparer.Ordinal)
    {
        ["ES256"] = s => s.Es256.Sign(s.Claims()),
        ["RS256"] = s => s.Rs256.Sign(s.Claims()),
        ["HS256 by the legacy secret"] = s => Legacy().Sign(s.Claims()),
        ["HS256 with a kid of its own"] = s => Legacy().Sign(s.Claims(), head => head["kid"] = "legacy"),
        ["no kid"] = s => s.Es256.Sign(s.Claims(), head => head.Remove("kid")),
        ["no typ"] = s => s.Rs256.Sign(s.Claims(), head => head.Remove("typ")),
        ["several audiences"] = s => s.Es256.Sign(With(s, claims => claims["aud"] = new JsonArray("other", "authenticated"))),
        ["expired 29 s ago"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = s.Now.ToUnixTimeSeconds() - 29)),
        ["good for ever"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = 1_000_000_000_000_000)),
        ["good until the year 9999"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = 253_402_300_799)),
        ["good in 29 s"] = s => s.Es256.Sign(With(s, claims => claims["nbf"] = s.Now.ToUnixTimeSeconds() + 29)),
        ["jku beside a good kid"] = s => s.Es256.Sign(s.Claims(), head => head["jku"] = "https://example.org/keys"),
    };

    private static readonly Dictionary<string, Func<SupabaseServer, string>> _refused = new(StringComparer.Ordinal)
    {
        ["nothing"] = _ => "",
        ["a word"] = _ => "token",
        ["dots"] = _ => "..",
        ["three words"] = _ => "a.b.c",
        ["no signature"] = s => Cut(s.Es256.Sign(s.Claims())) + ".",
        ["two parts"] = s => Cut(s.Es256.Sign(s.Claims())),
        ["five parts"] = s => s.Es256.Sign(s.Claims()) + ".e30.e30",
        ["signature of another"] = s => Cut(s.Es256.Sign(s.Claims())) + s.Es256.Sign(s.Claims())[^87..],
        ["claims changed"] = s => Swapped(s.Es256.Sign(s.Claims()), s.Es256.Sign(s.Claims())),
        ["over 8 KiB"] = s => s.Es256.Sign(With(s, claims => claims["padding"] = new string('x', 8 * 1024))),
        ["other issuer"] = s => s.Es256.Sign(With(s, claims => claims["iss"] = "https://example.org/auth/v1")),
        ["issuer with a slash"] = s => s.Es256.Sign(With(s, claims => claims["iss"] = s.Supabase.Url + "/auth/v1/")),
        ["no issuer"] = s => s.Es256.Sign(With(s, claims => claims.Remove("iss"))),
        ["the built-in issuer's name"] = s => s.Es256.Sign(With(s, claims => (claims["iss"], claims["aud"]) = ("meetup", "meetup"))),
        ["anon audience"] = s => s.Es256.Sign(With(s, claims => claims["aud"] = "anon")),
        ["audience with a slash"] = s => s.Es256.Sign(With(s, claims => claims["aud"] = "authenticated/")),
        ["no audience"] = s => s.Es256.Sign(With(s, claims => claims.Remove("aud"))),
        ["subject not a UUID"] = s => s.Es256.Sign(With(s, claims => claims["sub"] = "ada")),
        ["subject of zeros"] = s => s.Es256.Sign(With(s, claims => claims["sub"] = Guid.Empty.ToString())),
        ["no subject"] = s => s.Es256.Sign(With(s, claims => claims.Remove("sub"))),
        ["subject a number"] = s => s.Es256.Sign(With(s, claims => claims["sub"] = 7)),
        ["no expiry"] = s => s.Es256.Sign(With(s, claims => claims.Remove("exp"))),
        ["expiry in words"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = "tomorrow")),
        ["expiry negative"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = -1)),
        ["expired 31 s ago"] = s => s.Es256.Sign(With(s, claims => claims["exp"] = s.Now.ToUnixTimeSeconds() - 31)),
        ["good in 31 s"] = s => s.Es256.Sign(With(s, claims => claims["nbf"] = s.Now.ToUnixTimeSeconds() + 32)),
        ["alg none"] = s => Unsigned(s, "none"),
        ["alg None"] = s => Unsigned(s, "None"),
        ["alg empty"] = s => Unsigned(s, ""),
        ["alg none with a signature"] = s => s.Es256.Sign(s.Claims(), head => head["alg"] = "none"),
        ["no alg"] = s => s.Es256.Sign(s.Claims(), head => head.Remove("alg")),
        ["RSA key under ES256"] = s => s.Rs256.Sign(s.Claims(), head => head["alg"] = "ES256"),
        ["EC key under RS256"] = s => s.Es256.Sign(s.Claims(), head => head["alg"] = "RS256"),
        ["EC key under HS256"] = s => s.Es256.Sign(s.Claims(), head => head["alg"] = "HS256"),
        ["EC key under ES384"] = s => s.Es256.Sign(s.Claims(), head => head["alg"] = "ES384"),
        ["RSA key under PS256"] = s => s.Rs256.Sign(s.Claims(), head => head["alg"] = "PS256"),
        ["secret under HS512"] = s => Legacy().Sign(s.Claims(), head => head["alg"] = "HS512"),
        ["secret of another"] = s => Signer.Hs256(Encoding.UTF8.GetBytes("another-secret-of-more-than-32-bytes!!")).Sign(s.Claims()),
        ["stranger under a known kid"] = s => Signer.Es256(s.Es256.KeyId).Sign(s.Claims()),
        ["stranger without kid"] = s => Signer.Es256(keyId: null).Sign(s.Claims()),
        ["stranger with its own jwk"] = s => Stranger(s, (head, stranger) => head["jwk"] = stranger.Jwk.DeepClone()),
        ["stranger with jku"] = s => Stranger(s, (head, _) => head["jku"] = s.Supabase.Url + "/auth/v1/.well-known/jwks.json"),
        ["stranger with x5u"] = s => Stranger(s, (head, _) => head["x5u"] = "https://example.org/cert.pem"),
        ["stranger with x5c"] = s => Stranger(s, (head, stranger) => head["x5c"] = new JsonArray(Convert.ToBase64String(stranger.PublicForms[1]))),
        ["kid a path"] = s => Signer.Hs256([0]).Sign(s.Claims(), head => head["kid"] = "../../../dev/null"),
        ["kid a path, ES256"] = s => Signer.Es256("../../../../etc/passwd").Sign(s.Claims()),
        ["kid of SQL"] = s => Signer.Es256("' or 1=1 --").Sign(s.Claims()),
        ["kid a number"] = s => s.Es256.Sign(s.Claims(), head => head["kid"] = 1),
        ["critical extension"] = s => s.Es256.Sign(s.Claims(), head => head["crit"] = new JsonArray("b64")),
        ["service role without audience"] = s => Legacy().Sign(With(s, claims => (claims["aud"], claims["role"]) = (null, "service_role"))),
    };

    public static TheoryData<string> Accepted { get; } = [.. _accepted.Keys];

    public static TheoryData<string> Refused { get; } = [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Token_IsAccepted(string kind) => Assert.Equal("Ada", (await server.MeAsync(_accepted[kind](server))).DisplayName);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Token_Is401(string kind)
    {
        using var response = await server.GetMeAsync(_refused[kind](server));

        await Refusal.AssertAsync(Task.FromResult(response), 401, ErrorCodes.Unauthenticated);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task PublicKey_IsNoSharedSecret_InAnySpelling()
    {
        var forms = server.Es256.PublicForms.Concat(server.Rs256.PublicForms).ToArray();
        Assert.Equal(8, forms.Length);
        foreach (var form in forms)
        {
            foreach (var keyId in new[] { server.Es256.KeyId, server.Rs256.KeyId, null })
            {
                Assert.Equal(401, await server.StatusOfAsync(Signer.Hs256(form, keyId).Sign(server.Claims())));
            }
        }
    }

    [Theory]
    [InlineData("Basic YWRhOmFkYQ==")]
    [InlineData("Bearer")]
    [InlineData("bearer ")]
    [InlineData("Token abc")]
    [InlineData("Bearer a b c")]
    public async Task Header_Is401_WhenItIsNoBearer(string header)
    {
        using var client = server.ClientWith(accessToken: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        await Refusal.AssertAsync(client.GetAsync("api/v1/users/me"), 401, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task BuiltInIssuer_Is404_WhereSupabaseIsConfigured()
    {
        foreach (var act in new[] { "guest", "refresh", "sign-out" })
        {
            foreach (var json in new[] { """{"display_name":"Ada","refresh_token":"x"}""", "{" })
            {
                using var body = new StringContent(json, Encoding.UTF8, "application/json");
                await Refusal.AssertAsync(server.Anonymous.PostAsync($"api/v1/auth/{act}", body), 404, ErrorCodes.NotFound);
            }
        }

        await Refusal.AssertAsync(server.Anonymous.GetAsync(".well-known/jwks.json"), 404, ErrorCodes.NotFound);
        Assert.Empty(Directory.GetFiles(server.DataPath, "*.pem"));
    }

    private static Signer Legacy() => Signer.Hs256(Encoding.UTF8.GetBytes(FakeSupabase.Secret));

    private static JsonObject With(SupabaseServer server, Action<JsonObject> change)
    {
        var claims = server.Claims();
        change(claims);
        return claims;
    }

    private static string Stranger(SupabaseServer server, Action<JsonObject, Signer> header)
    {
        var stranger = Signer.Es256(server.Es256.KeyId);
        return stranger.Sign(server.Claims(), head => header(head, stranger));
    }

    private static string Unsigned(SupabaseServer server, string algorithm) =>
        Cut(server.Es256.Sign(server.Claims(), head => head["alg"] = algorithm)) + ".";

    /// <summary>Without the signature.</summary>
    private static string Cut(string token) => token[..token.LastIndexOf('.')];

    private static string Swapped(string token, string other)
    {
        var (parts, others) = (token.Split('.'), other.Split('.'));
        return $"{parts[0]}.{others[1]}.{parts[2]}";
    }
}
