using System.Net;
using System.Net.Http.Json;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Users;

public sealed class UserApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Me_IsTheGuestWhoSignedIn()
    {
        var ada = await server.SignInAsync("  Ada ");

        var me = await ada.Http.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser);

        Assert.Equal("Ada", me!.DisplayName);
        Assert.Equal(ada.Id, me.Id);
        Assert.False(me.Discoverable);
    }

    [Fact]
    public async Task Me_Is401_WithoutAToken()
    {
        using var response = await server.Anonymous.GetAsync("api/v1/users/me");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        var problem = await response.Content.ReadFromJsonAsync(ContractsJson.Default.Problem);
        Assert.Equal(ErrorCodes.Unauthenticated, problem!.Code);
    }

    [Fact]
    public async Task Token_Is401_31SecondsAfterItsEnd_AndGood29SecondsAfter()
    {
        await using var alone = new MeetUpServer();
        await alone.InitializeAsync();
        var ada = await alone.SignInAsync("Ada");
        alone.Clock.Advance(TimeSpan.FromSeconds(3_629));
        Assert.Equal(HttpStatusCode.OK, (await ada.Http.GetAsync("api/v1/users/me")).StatusCode);
        alone.Clock.Advance(TimeSpan.FromSeconds(2));

        await Refusal.AssertAsync(ada.Http.GetAsync("api/v1/users/me"), 401, ErrorCodes.Unauthenticated);
    }

    [Theory]
    [InlineData("""{"display_name":"  Countess "}""", "Countess", false)]
    [InlineData("""{"discoverable":true}""", "Ada", true)]
    [InlineData("""{"display_name":null,"discoverable":null}""", "Ada", false)]
    [InlineData("""{"display_name":"Countess","discoverable":true,"id":"x","email":"eve@example.org","unknown":[]}""", "Countess", true)]
    [InlineData("{}", "Ada", false)]
    public async Task Patch_ChangesWhatIsGiven_AndNothingElse(string body, string name, bool discoverable)
    {
        var ada = await server.SignInAsync("Ada");

        using var response = await PatchAsync(ada, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answered = await response.Content.ReadFromJsonAsync(ContractsJson.Default.OwnUser);
        Assert.Equal((ada.Id, name, discoverable, null), (answered!.Id, answered.DisplayName, answered.Discoverable, answered.Email));
        Assert.Equal(answered, await ada.Http.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser));
    }

    [Theory]
    [InlineData("""{"display_name":""}""")]
    [InlineData("""{"display_name":"a\u0007"}""")]
    [InlineData("""{"display_name":7}""")]
    [InlineData("""{"display_name":{}}""")]
    [InlineData("""{"discoverable":"yes"}""")]
    [InlineData("""{"discoverable":1}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Patch_Is400_ForWhatIsNoChange(string body)
    {
        var ada = await server.SignInAsync("Ada");

        using var response = await PatchAsync(ada, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Ada", (await ada.Http.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser))!.DisplayName);
    }

    [Fact]
    public async Task User_IsShownToOthers_ByIdAndNameAlone()
    {
        var (ada, bob) = (await server.SignInAsync("Ada"), await server.SignInAsync("Bob"));

        var text = await bob.Http.GetStringAsync($"api/v1/users/{ada.Id}");

        Assert.Equal($$"""{"id":"{{ada.Id}}","display_name":"Ada"}""", text);
    }

    [Fact]
    public async Task User_Is404_WhenThereIsNone()
    {
        var ada = await server.SignInAsync("Ada");

        await Refusal.AssertAsync(ada.Http.GetAsync($"api/v1/users/{Guid.CreateVersion7(server.Now)}"), 404, ErrorCodes.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Http.GetAsync("api/v1/users/ada")).StatusCode);
    }

    [Fact]
    public async Task Delete_EndsLiveSessions_AndLeavesNothingOfThePerson()
    {
        var (ada, bob) = (await server.SignInAsync("Ada"), await server.SignInAsync("Bob"));
        var sessionId = await ada.MeetAsync(bob);
        var alone = await ada.CreateSessionAsync();
        await using var adas = await ada.OpenAsync(sessionId);
        await using var bobs = await bob.OpenAsync(sessionId);

        await DeletedAsync(ada);

        Assert.Equal(EndReason.UserAction, (await bobs.NextAsync<SessionEnded>()).Reason);
        await bobs.ExpectCloseAsync(CloseCodes.Normal);
        await adas.CloseCodeAsync();
        var seen = await bob.SessionAsync(sessionId);
        Assert.Equal(SessionStatus.Ended, seen.Status);
        Assert.DoesNotContain(seen.Participants, person => person.DisplayName == "Ada");
        await using var db = server.OpenDb();
        Assert.False(await db.Users.AnyAsync(person => person.Id == ada.Id));
        Assert.False(await db.Requests.AnyAsync(ask => ask.FromUserId == ada.Id || ask.ToUserId == ada.Id));
        Assert.False(await db.RefreshTokens.AnyAsync(token => token.UserId == ada.Id));
        Assert.Equal(SessionStatus.Ended, (await db.Sessions.SingleAsync(session => session.Id == alone.Id)).Status);
        Assert.Equal(1, await db.Audit.CountAsync(audit => audit.ActorId == ada.Id && audit.Type == AuditEvents.UserDeleted));
    }

    [Fact]
    public async Task Delete_MakesEveryTokenOfAGuest401()
    {
        var ada = await server.SignInAsync("Ada");

        await DeletedAsync(ada);

        await Refusal.AssertAsync(ada.Http.GetAsync("api/v1/users/me"), 401, ErrorCodes.Unauthenticated);
        await Refusal.AssertAsync(ada.Http.DeleteAsync("api/v1/users/me"), 401, ErrorCodes.Unauthenticated);
        await Refusal.AssertAsync(
            ada.PostAsync("api/v1/users/register", new RegisterUser("Ada"), ContractsJson.Default.RegisterUser), 401, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Register_IsTheSameRow_ForAGuest()
    {
        var ada = await server.SignInAsync("Ada");

        using var response = await ada.PostAsync("api/v1/users/register", new RegisterUser("Eve"), ContractsJson.Default.RegisterUser);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var user = await response.Content.ReadFromJsonAsync(ContractsJson.Default.User);
        Assert.Equal((ada.Id, "Ada"), (user!.Id, user.DisplayName));
    }

    [Fact]
    public async Task SignOut_ClosesTheSocket()
    {
        var (ada, bob) = (await server.SignInAsync("Ada"), await server.SignInAsync("Bob"));
        await using var adas = await ada.OpenAsync(await ada.MeetAsync(bob));

        using var response = await server.Anonymous.PostAsJsonAsync(
            "api/v1/auth/sign-out", new Contracts.Auth.RefreshTokenBody(ada.Tokens.RefreshToken), ContractsJson.Default.RefreshTokenBody);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await adas.ExpectCloseAsync(CloseCodes.Unauthenticated);
    }

    private static async Task DeletedAsync(Guest guest)
    {
        using var response = await guest.Http.DeleteAsync("api/v1/users/me");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PatchAsync(Guest guest, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await guest.Http.PatchAsync("api/v1/users/me", content);
    }
}
