using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Http;

/// <summary>A server with the limits of the contract; the others lift them, since a test signs in more people than a household.</summary>
public class LimitedServer : MeetUpServer
{
    public LimitedServer()
    {
        Set("MEETUP__LIMITS__REST", "on");
        Set("MEETUP__HTTP__KNOWN_PROXIES", "127.0.0.0/8, ::1");
    }

    /// <summary>Someone at an address of their own, so that tests do not count for each other.</summary>
    public HttpClient At(string address, Guest? guest = null)
    {
        var client = ClientWith(guest?.Tokens.AccessToken);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    internal async Task<Guest> SignInAtAsync(string address, string name)
    {
        using var client = At(address);
        using var response = await client.CallAsync("POST", "api/v1/auth/guest", Calls.Guest(name));
        var text = await response.Content.ReadAsStringAsync();
        return new Guest(this, System.Text.Json.JsonSerializer.Deserialize(text, ContractsJson.Default.TokenPair)!);
    }
}

public sealed class RestLimitTests(LimitedServer server) : IClassFixture<LimitedServer>
{
    [Fact]
    public async Task GuestSignIn_IsLimitedByAddress_AndSaysWhenToComeBack()
    {
        using var home = server.At("203.0.113.1");
        await ExhaustAsync(20, () => home.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada")));
        server.Clock.Advance(TimeSpan.FromSeconds(17.5));

        using var refused = await home.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"));
        Assert.Equal(43, refused.RetryAfter());
        await Refusal.AssertAsync(Task.FromResult(refused), 429, ErrorCodes.RateLimitExceeded);

        using var elsewhere = server.At("203.0.113.2");
        using var other = await elsewhere.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("bob"));
        Assert.Equal(201, (int)other.StatusCode);
        server.Clock.Advance(TimeSpan.FromSeconds(43));
        using var later = await home.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"));
        Assert.Equal(201, (int)later.StatusCode);
    }

    [Theory]
    [InlineData("POST", "requests", """{"to_user_id":"01890000-0000-7000-8000-000000000000"}""", 5, 404)]
    [InlineData("POST", "sessions/01890000-0000-7000-8000-000000000000/invites", "{}", 5, 404)]
    [InlineData("POST", "invite/redeem", """{"token":"x"}""", 20, 410)]
    [InlineData("GET", "sessions/active", null, 600, 200)]
    public async Task Route_IsLimitedByPerson(string method, string path, string? body, int permits, int status)
    {
        var ada = await server.SignInAtAsync($"198.51.100.{permits % 250}", "ada");

        for (var call = 0; call < permits; call++)
        {
            using var allowed = await ada.Http.CallAsync(method, $"api/v1/{path}", body);
            Assert.Equal(status, (int)allowed.StatusCode);
        }

        await Refusal.AssertAsync(ada.Http.CallAsync(method, $"api/v1/{path}", body), 429, ErrorCodes.RateLimitExceeded);
        var bob = await server.SignInAtAsync($"198.51.100.{permits % 250}", "bob");
        using var bobs = await bob.Http.CallAsync(method, $"api/v1/{path}", body);
        Assert.Equal(status, (int)bobs.StatusCode);
    }

    [Fact]
    public async Task Requests_ToOnePerson_AreLimitedByTheHour()
    {
        var ada = await server.SignInAtAsync("192.0.2.1", "ada");
        var bob = await server.SignInAtAsync("192.0.2.1", "bob");
        var eve = await server.SignInAtAsync("192.0.2.1", "eve");
        await ExhaustAsync(5, () => AskAsync(ada, bob));

        using var sixth = await AskAsync(ada, bob);
        Assert.Equal(3600, sixth.RetryAfter());
        await Refusal.AssertAsync(Task.FromResult(sixth), 429, ErrorCodes.RateLimitExceeded);
        using var other = await AskAsync(ada, eve);
        Assert.Equal(201, (int)other.StatusCode);
    }

    [Fact]
    public async Task Invites_ResolvedAndRedeemed_CountTogether()
    {
        var ada = await server.SignInAtAsync("192.0.2.2", "ada");
        for (var call = 0; call < 10; call++)
        {
            using var resolved = await ada.Http.CallAsync("POST", "api/v1/invite/resolve", """{"token":"x"}""");
            using var redeemed = await ada.Http.CallAsync("POST", "api/v1/invite/redeem", """{"token":"x"}""");
            Assert.Equal((410, 410), ((int)resolved.StatusCode, (int)redeemed.StatusCode));
        }

        await Refusal.AssertAsync(ada.Http.CallAsync("POST", "api/v1/invite/resolve", """{"token":"x"}"""), 429, ErrorCodes.RateLimitExceeded);
    }

    private static Task<HttpResponseMessage> AskAsync(Guest from, Guest to) =>
        from.Http.CallAsync("POST", "api/v1/requests", $$"""{"to_user_id":"{{to.Id}}"}""");

    private static async Task ExhaustAsync(int permits, Func<Task<HttpResponseMessage>> callAsync)
    {
        for (var call = 0; call < permits; call++)
        {
            using var response = await callAsync();
            Assert.True(response.IsSuccessStatusCode, $"Call {call} got {response.StatusCode}");
        }
    }
}

/// <summary>A server that no proxy stands before.</summary>
public sealed class UnproxiedServer : MeetUpServer
{
    public UnproxiedServer() => Set("MEETUP__LIMITS__REST", "on");
}

public sealed class ForwardedAddressTests(UnproxiedServer server) : IClassFixture<UnproxiedServer>
{
    [Fact]
    public async Task ForwardedFor_IsNotBelieved_FromJustAnyone()
    {
        for (var call = 0; call < 20; call++)
        {
            using var allowed = await SignInFromAsync($"203.0.113.{call}");
            Assert.Equal(201, (int)allowed.StatusCode);
        }

        await Refusal.AssertAsync(SignInFromAsync("203.0.113.99"), 429, ErrorCodes.RateLimitExceeded);
    }

    private async Task<HttpResponseMessage> SignInFromAsync(string address)
    {
        using var client = server.ClientWith(accessToken: null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return await client.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"));
    }
}
