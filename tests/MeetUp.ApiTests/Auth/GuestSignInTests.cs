using System.Net;
using System.Net.Http.Json;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Auth;

public sealed class GuestSignInTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    public static TheoryData<string, string> Names { get; } = new()
    {
        { "Ada", "Ada" },
        { "  Ada \t", "Ada" },
        { "x", "x" },
        { new string('x', 64), new string('x', 64) },
        { string.Concat(Enumerable.Repeat("😀", 64)), string.Concat(Enumerable.Repeat("😀", 64)) },
        { "👩‍👩‍👧", "👩‍👩‍👧" },
        { "עדה", "עדה" },
        { "Ada % _ \\ ' \" <b>", "Ada % _ \\ ' \" <b>" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SignIn_TakesTheName_Trimmed(string given, string stored)
    {
        var ada = await server.SignInAsync(given);

        Assert.Equal(stored, ada.Name);
        var me = await ada.Http.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser);
        Assert.Equal(stored, me!.DisplayName);
        Assert.False(me.Discoverable);
        Assert.Null(me.Email);
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u2028b")]
    [InlineData("\u200B\u200D")]
    [InlineData("\u0301")]
    public async Task SignIn_RefusesTheName_WhenNobodyCouldReadIt(string name)
    {
        using var body = JsonContent.Create(new GuestSignIn(name), ContractsJson.Default.GuestSignIn);

        var problem = await Refusal.AssertAsync(server.Anonymous.PostAsync("api/v1/auth/guest", body), 400, ErrorCodes.ValidationFailed);

        Assert.NotNull(problem.Errors);
    }

    [Fact]
    public async Task SignIn_RefusesTheName_WhenItHasMoreThan64Characters()
    {
        foreach (var name in new[] { new string('x', 65), string.Concat(Enumerable.Repeat("😀", 65)) })
        {
            using var body = JsonContent.Create(new GuestSignIn(name), ContractsJson.Default.GuestSignIn);

            var problem = await Refusal.AssertAsync(server.Anonymous.PostAsync("api/v1/auth/guest", body), 400, ErrorCodes.ValidationFailed);

            Assert.Equal("display_name", Assert.Single(problem.Errors!).Key);
        }
    }

    [Theory]
    [InlineData("""{"display_name":"\ud800"}""")]
    [InlineData("""{"display_name":7}""")]
    [InlineData("""{"display_name":""}""")]
    [InlineData("""{"display_name":"   "}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task SignIn_Is400_WhenTheBodyIsNoGuest(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await server.Anonymous.PostAsync("api/v1/auth/guest", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_AnswersAsTheContractSays()
    {
        var ada = await server.SignInAsync("Ada");

        Assert.Equal("bearer", ada.Tokens.TokenType);
        Assert.Equal(3_600, ada.Tokens.ExpiresIn);
        Assert.Equal(43, ada.Tokens.RefreshToken.Length);
        Assert.Equal(7, ada.Id.Version);
    }

    [Fact]
    public async Task Refresh_GivesANewPair_OfTheSamePerson()
    {
        var ada = await server.SignInAsync("Ada");

        var fresh = await RefreshedAsync(ada.Tokens.RefreshToken);

        Assert.Equal(ada.Tokens.User, fresh.User);
        Assert.False(ada.Tokens.RefreshToken == fresh.RefreshToken);
        Assert.Equal(200, await StatusOfMeAsync(fresh.AccessToken));
    }

    [Fact]
    public async Task Refresh_EndsTheSignIn_WhenASpentTokenComesAgain()
    {
        var ada = await server.SignInAsync("Ada");
        var second = await RefreshedAsync(ada.Tokens.RefreshToken);
        var third = await RefreshedAsync(second.RefreshToken);

        await AssertRefusedAsync("refresh", ada.Tokens.RefreshToken);

        await AssertRefusedAsync("refresh", third.RefreshToken);
        Assert.Equal(401, await StatusOfMeAsync(third.AccessToken));
        Assert.Equal(1, await RevocationsAsync(ada.Id, "REUSED"));
    }

    [Fact]
    public async Task Refresh_IsWonByOne_WhenManyComeAtOnce()
    {
        var ada = await server.SignInAsync("Ada");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("refresh", ada.Tokens.RefreshToken)))
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode is HttpStatusCode.Unauthorized));
        var won = await answers.Single(answer => answer.IsSuccessStatusCode).Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair);
        await AssertRefusedAsync("refresh", won!.RefreshToken);
        Assert.Equal(1, await RevocationsAsync(ada.Id, "REUSED"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../etc/passwd")]
    public async Task Refresh_Is401_WhenTheTokenIsUnknown(string token)
    {
        await AssertRefusedAsync("refresh", token);
        await AssertRefusedAsync("sign-out", token);
    }

    [Fact]
    public async Task SignOut_EndsTheSignIn_AndMayBeRepeated()
    {
        var (ada, bob) = (await server.SignInAsync("Ada"), await server.SignInAsync("Bob"));

        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync("sign-out", ada.Tokens.RefreshToken);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        await AssertRefusedAsync("refresh", ada.Tokens.RefreshToken);
        Assert.Equal(401, await StatusOfMeAsync(ada.Tokens.AccessToken));
        Assert.Equal(200, await StatusOfMeAsync(bob.Tokens.AccessToken));
        Assert.Equal(1, await RevocationsAsync(ada.Id, "SIGN_OUT"));
    }

    [Fact]
    public async Task Database_KeepsNoToken_OnlyItsHash()
    {
        var ada = await server.SignInAsync("Ada");
        await RefreshedAsync(ada.Tokens.RefreshToken);

        await using var db = server.OpenDb();
        var stored = await db.RefreshTokens.Where(token => token.UserId == ada.Id).ToListAsync();

        Assert.Equal(2, stored.Count);
        Assert.All(stored, token => Assert.Equal(32, token.TokenHash.Length));
        Assert.DoesNotContain(stored, token => Convert.ToBase64String(token.TokenHash).StartsWith(ada.Tokens.RefreshToken, StringComparison.Ordinal));
    }

    private async Task<int> StatusOfMeAsync(string accessToken)
    {
        using var client = server.ClientWith(accessToken);
        using var response = await client.GetAsync("api/v1/users/me");
        return (int)response.StatusCode;
    }

    private Task<HttpResponseMessage> PostAsync(string act, string refreshToken) =>
        server.Anonymous.PostAsJsonAsync($"api/v1/auth/{act}", new RefreshTokenBody(refreshToken), ContractsJson.Default.RefreshTokenBody);

    private async Task<TokenPair> RefreshedAsync(string refreshToken)
    {
        using var response = await PostAsync("refresh", refreshToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair))!;
    }

    private Task<Problem> AssertRefusedAsync(string act, string refreshToken) =>
        Refusal.AssertAsync(PostAsync(act, refreshToken), 401, ErrorCodes.Unauthenticated);

    private async Task<int> RevocationsAsync(Guid userId, string reason)
    {
        await using var db = server.OpenDb();
        return await db.Audit.CountAsync(audit =>
            audit.Type == AuditEvents.TokensRevoked && audit.ActorId == userId && audit.Reason == reason);
    }
}
