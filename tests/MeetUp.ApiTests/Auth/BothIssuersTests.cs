using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeetUp.ApiTests.Harness;

namespace MeetUp.ApiTests.Auth;

public sealed class BothIssuersTests(BothIssuersTests.Server server) : IClassFixture<BothIssuersTests.Server>
{
    [Fact]
    public async Task GuestsAndAccounts_SignInSideBySide()
    {
        var guest = await server.SignInAsync("Bob");

        Assert.Equal("Bob", (await server.MeAsync(guest.Tokens.AccessToken)).DisplayName);
        Assert.Equal("Ada", (await server.MeAsync(server.Es256.Sign(server.Claims()))).DisplayName);
    }

    [Fact]
    public async Task NeitherIssuer_CanSpeakForTheOther()
    {
        var guest = await server.SignInAsync("Bob");
        var asBuiltIn = server.Claims(guest.Id);
        (asBuiltIn["iss"], asBuiltIn["aud"], asBuiltIn["sid"]) = ("meetup", "meetup", Payload(guest)["sid"]!.DeepClone());

        Assert.Equal(401, await server.StatusOfAsync(server.Es256.Sign(asBuiltIn)));
        Assert.Equal(401, await server.StatusOfAsync(Signer.Hs256(Encoding.UTF8.GetBytes(FakeSupabase.Secret)).Sign(asBuiltIn)));
        Assert.Equal(401, await server.StatusOfAsync(Signer.Es256(Header(guest)["kid"]!.GetValue<string>()).Sign(asBuiltIn)));
    }

    [Fact]
    public async Task PublishedKey_ChecksAGuestsToken_AndIsPublicOnly()
    {
        var guest = await server.SignInAsync("Bob");

        using var response = await server.Anonymous.GetAsync(".well-known/jwks.json");

        Assert.Equal(TimeSpan.FromMinutes(10), response.Headers.CacheControl?.MaxAge);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var jwk = Assert.Single(document.RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal("kty,crv,x,y,use,alg,kid", string.Join(',', jwk.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(Header(guest)["kid"]!.GetValue<string>(), jwk.GetProperty("kid").GetString());
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(jwk.GetProperty("x").GetString()!), Y = Bytes(jwk.GetProperty("y").GetString()!) },
        });
        var (token, dot) = (guest.Tokens.AccessToken, guest.Tokens.AccessToken.LastIndexOf('.'));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(token[..dot]), Bytes(token[(dot + 1)..]), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task AccessToken_TellsNoName()
    {
        var guest = await server.SignInAsync("Bob");

        Assert.Equal("aud,exp,iat,iss,sid,sub", string.Join(',', Payload(guest).Select(claim => claim.Key).Order(StringComparer.Ordinal)));
    }

    private static JsonObject Header(Guest guest) => Part(guest, 0);

    private static JsonObject Payload(Guest guest) => Part(guest, 1);

    private static JsonObject Part(Guest guest, int index) => JsonNode.Parse(Bytes(guest.Tokens.AccessToken.Split('.')[index]))!.AsObject();

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);

    public sealed class Server : SupabaseServer
    {
        public Server() => Set("MEETUP__AUTH__GUEST", "on");
    }
}
