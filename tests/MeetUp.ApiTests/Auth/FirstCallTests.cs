using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Auth;

public sealed class FirstCallTests(SupabaseServer server) : IClassFixture<SupabaseServer>
{
    public static TheoryData<string, string> Names { get; } = new()
    {
        { """{"user_metadata":{"display_name":"Ada"},"name":"x"}""", "Ada" },
        { """{"user_metadata":{"display_name":"  Ada "}}""", "Ada" },
        { """{"user_metadata":{"name":"Ada"}}""", "Ada" },
        { """{"name":"Ada"}""", "Ada" },
        { """{"user_metadata":{"display_name":7},"name":"Ada"}""", "Ada" },
        { """{"user_metadata":{"display_name":"  "},"name":"Ada"}""", "Ada" },
        { """{"user_metadata":{"display_name":"A\u202Ed\u0000a\n"}}""", "Ada" },
        { """{"user_metadata":[]}""", "Guest" },
        { """{"user_metadata":null,"name":{}}""", "Guest" },
        { """{"name":"\u200B"}""", "Guest" },
        { "{}", "Guest" },
        { $$"""{"name":"{{new string('x', 100)}}"}""", new string('x', 64) },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Name_ComesFromTheToken(string claims, string name)
    {
        var mine = server.Claims();
        mine.Remove("user_metadata");
        foreach (var (key, value) in JsonNode.Parse(claims)!.AsObject())
        {
            mine[key] = value?.DeepClone();
        }

        Assert.Equal(name, (await server.MeAsync(server.Es256.Sign(mine))).DisplayName);
    }

    [Fact]
    public async Task Row_HasTheTokensEmail_AndIsDiscoverable()
    {
        var claims = server.Claims();
        var me = await server.MeAsync(server.Es256.Sign(claims));
        Assert.Equal("ada@example.org", me.Email);
        Assert.True(me.Discoverable);

        claims["email"] = "ada@example.net";
        Assert.Equal("ada@example.net", (await server.MeAsync(server.Es256.Sign(claims))).Email);
    }

    [Fact]
    public async Task AnonymousSignIn_WorksLikeAny_ButIsNotDiscoverable()
    {
        var claims = server.Claims();
        (claims["is_anonymous"], claims["email"], claims["user_metadata"]) = (true, "", new JsonObject());

        var me = await server.MeAsync(server.Es256.Sign(claims));

        Assert.Equal("Guest", me.DisplayName);
        Assert.Null(me.Email);
        Assert.False(me.Discoverable);
    }

    [Fact]
    public async Task Row_IsMadeOnce_HoweverManyFirstCallsCome()
    {
        var id = server.NewId();
        var token = server.Es256.Sign(server.Claims(id));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => server.StatusOfAsync(token)));

        Assert.All(statuses, status => Assert.Equal(200, status));
        await using var db = server.OpenDb();
        Assert.Equal(1, await db.Users.CountAsync(person => person.Id == id));
        Assert.Equal(1, await db.Audit.CountAsync(audit => audit.ActorId == id && audit.Type == AuditEvents.UserCreated));
    }

    [Fact]
    public async Task Register_Is201Once_AndTheSameRowAfterwards()
    {
        using var ada = server.ClientWith(server.Es256.Sign(server.Claims()));

        var first = await RegisterAsync(ada, "Ada L.", discoverable: false);
        var again = await RegisterAsync(ada, "Someone else", discoverable: true);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal("Ada L.", first.User!.DisplayName);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.User, again.User);
    }

    [Fact]
    public async Task Register_Is200_AfterAnyOtherCall_AndOnlyReplacesADefaultName()
    {
        var nameless = server.Claims();
        nameless.Remove("user_metadata");
        foreach (var (claims, name, expected) in new[] { (server.Claims(), "Lady", "Ada"), (nameless, "Lady", "Lady") })
        {
            var token = server.Es256.Sign(claims);
            await server.MeAsync(token);
            using var ada = server.ClientWith(token);

            var registered = await RegisterAsync(ada, name, discoverable: false);

            Assert.Equal(HttpStatusCode.OK, registered.Status);
            Assert.Equal(expected, registered.User!.DisplayName);
            Assert.False((await server.MeAsync(token)).Discoverable);
        }
    }

    [Fact]
    public async Task Register_ChangesNothing_OnceThePersonHasChosen()
    {
        var claims = server.Claims();
        claims.Remove("user_metadata");
        using var ada = server.ClientWith(server.Es256.Sign(claims));
        using var patched = await ada.PatchAsJsonAsync("api/v1/users/me", new UpdateUser("Guest", Discoverable: false), ContractsJson.Default.UpdateUser);
        patched.EnsureSuccessStatusCode();

        var registered = await RegisterAsync(ada, "Ada", discoverable: true);

        Assert.Equal("Guest", registered.User!.DisplayName);
        Assert.False((await ada.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser))!.Discoverable);
    }

    [Fact]
    public async Task Register_IsWonByOne_WhenManyComeAtOnce()
    {
        using var ada = server.ClientWith(server.Es256.Sign(server.Claims()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => RegisterAsync(ada, $"Ada {i}"))).WaitAsync(TimeSpan.FromSeconds(30));

        var won = Assert.Single(answers, answer => answer.Status is HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.Status is HttpStatusCode.OK));
        Assert.All(answers, answer => Assert.Equal(won.User, answer.User));
    }

    [Fact]
    public async Task Register_MakesNoRow_WhenTheNameIsRefused()
    {
        using var ada = server.ClientWith(server.Es256.Sign(server.Claims()));

        Assert.Equal(HttpStatusCode.BadRequest, (await RegisterAsync(ada, " ")).Status);

        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync(ada, "Ada")).Status);
    }

    [Fact]
    public async Task NextCall_MakesAFreshRow_AfterTheAccountWasDeleted()
    {
        using var ada = server.ClientWith(server.Es256.Sign(server.Claims()));
        Assert.Equal("Countess", (await RegisterAsync(ada, "Countess")).User!.DisplayName);
        using var deleted = await ada.DeleteAsync("api/v1/users/me");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        var fresh = await ada.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser);

        Assert.Equal("Ada", fresh!.DisplayName);
    }

    [Fact]
    public async Task Socket_MakesTheRow_OnItsOwn()
    {
        var id = server.NewId();

        await using var probe = await SocketProbe.OpenAsync(server, $"session_id={server.NewId()}", options =>
            options.SetRequestHeader("Authorization", $"Bearer {server.Es256.Sign(server.Claims(id))}"));

        await probe.ExpectCloseAsync(CloseCodes.NotFound);
        await using var db = server.OpenDb();
        Assert.Equal(1, await db.Users.CountAsync(person => person.Id == id));
    }

    [Fact]
    public async Task Token_Is503_WhileTheDatabaseIsAway_AndGoodAgainAfterwards()
    {
        await using var alone = new SupabaseServer();
        await alone.InitializeAsync();
        var token = alone.Es256.Sign(alone.Claims());
        Assert.Equal(200, await alone.StatusOfAsync(token));
        await using var db = alone.OpenDb();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE users RENAME TO away");

        using var refused = await alone.GetMeAsync(token);
        await Refusal.AssertAsync(Task.FromResult(refused), 503, ErrorCodes.Unavailable);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(401, await alone.StatusOfAsync("nonsense"));

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE away RENAME TO users");
        Assert.Equal(200, await alone.StatusOfAsync(token));
    }

    private static async Task<(HttpStatusCode Status, User? User)> RegisterAsync(HttpClient client, string name, bool? discoverable = null)
    {
        using var response = await client.PostAsJsonAsync(
            "api/v1/users/register", new RegisterUser(name, discoverable), ContractsJson.Default.RegisterUser);
        var user = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync(ContractsJson.Default.User) : null;
        return (response.StatusCode, user);
    }
}
