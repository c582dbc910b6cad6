using System.Net;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Http;

public sealed class IdempotencyTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private const string Sessions = "api/v1/sessions";

    [Fact]
    public async Task SameKey_GetsTheStoredAnswer()
    {
        var ada = await server.SignInAsync("ada");

        using var first = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");
        using var again = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.NotNull(again.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal(1, await LiveCountAsync(ada));
    }

    [Fact]
    public async Task SameKey_GetsTheStoredRefusal()
    {
        var ada = await server.SignInAsync("ada");
        var body = $$"""{"to_user_id":"{{ada.Id}}"}""";

        using var first = await ada.Http.CallAsync("POST", "api/v1/requests", body, key: "k1");
        using var again = await ada.Http.CallAsync("POST", "api/v1/requests", body, key: "k1");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        await Refusal.AssertAsync(Task.FromResult(again), 422, ErrorCodes.CannotRequestSelf);
    }

    [Fact]
    public async Task SameKey_WithAnotherBody_Is422()
    {
        var ada = await server.SignInAsync("ada");
        using var first = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");

        await Refusal.AssertAsync(ada.Http.CallAsync("POST", Sessions, """{"expires_in":900}""", key: "k1"), 422, ErrorCodes.IdempotencyKeyReused);

        Assert.Equal(1, await LiveCountAsync(ada));
    }

    [Fact]
    public async Task SameKey_OfAnotherPersonOrRoute_IsAnotherKey()
    {
        var ada = await server.SignInAsync("ada");
        var bob = await server.SignInAsync("bob");
        using var adas = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");
        using var bobs = await bob.Http.CallAsync("POST", Sessions, "{}", key: "k1");

        Assert.NotEqual(await adas.Content.ReadAsStringAsync(), await bobs.Content.ReadAsStringAsync(), StringComparer.Ordinal);
        await Refusal.AssertAsync(ada.Http.CallAsync("POST", "api/v1/invite/resolve", """{"token":"x"}""", key: "k1"), 410, ErrorCodes.InviteExpired);
    }

    [Fact]
    public async Task Key_IsForgotten_AfterTenMinutes()
    {
        var ada = await server.SignInAsync("ada");
        using var first = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        using var later = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");

        Assert.NotEqual(await first.Content.ReadAsStringAsync(), await later.Content.ReadAsStringAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task SameKey_ManyAtOnce_HasOneEffect()
    {
        var ada = await server.SignInAsync("ada");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var response = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            return await response.Content.ReadAsStringAsync();
        }));

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal(1, await LiveCountAsync(ada));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\there")]
    [InlineData("ümlaut")]
    public async Task Key_IsRefused_WhenItIsNotVisibleAscii(string key)
    {
        var ada = await server.SignInAsync("ada");
        using var request = new HttpRequestMessage(HttpMethod.Post, Sessions);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = ada.Http.DefaultRequestHeaders.Authorization;

        var problem = await Refusal.AssertAsync(client.SendAsync(request).WaitAsync(Calls.Patience, TimeProvider.System), 400, ErrorCodes.ValidationFailed);

        Assert.Equal("idempotency_key", Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData(255, 201)]
    [InlineData(256, 400)]
    public async Task Key_HasAtMost255Characters(int length, int status)
    {
        var ada = await server.SignInAsync("ada");
        using var response = await ada.Http.CallAsync("POST", Sessions, "{}", key: new string('k', length));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Key_OfAGuestSignIn_KeepsTheGuest()
    {
        using var first = await server.Anonymous.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"), key: "guest-1");
        using var again = await server.Anonymous.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"), key: "guest-1");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Refusal_OfAMissingToken_IsNotStored()
    {
        var ada = await server.SignInAsync("ada");
        await Refusal.AssertAsync(server.Anonymous.CallAsync("POST", Sessions, "{}", key: "k9"), 401, ErrorCodes.Unauthenticated);

        using var response = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k9");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task Body_ThatIsNotJson_ReleasesItsKey()
    {
        var ada = await server.SignInAsync("ada");
        await Refusal.AssertAsync(ada.Http.CallAsync("POST", Sessions, "{", key: "k1"), 400, ErrorCodes.InvalidPayload);

        using var response = await ada.Http.CallAsync("POST", Sessions, "{}", key: "k1");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<int> LiveCountAsync(Guest guest)
    {
        using var response = await guest.Http.CallAsync("GET", $"{Sessions}/active");
        using var json = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("items").GetArrayLength();
    }
}
