using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Sessions;

public sealed class SessionApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Session_IsPendingWithItsMakerAlone_WhenOpened()
    {
        var ada = await server.SignInAsync("ada");

        using var response = await ada.PostAsync("api/v1/sessions", new CreateSession(), ContractsJson.Default.CreateSession);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var session = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Session))!;
        Assert.Equal($"/api/v1/sessions/{session.Id}", response.Headers.Location!.OriginalString);
        Assert.Equal(SessionStatus.Pending, session.Status);
        Assert.Equal(TimeSpan.FromHours(2), session.ExpiresAt - session.CreatedAt);
        Assert.Null(session.ActivatedAt);
        Assert.Null(session.EndedAt);
        Assert.Null(session.EndReason);
        Assert.Equal([new Participant(ada.Id, "ada", PresenceStatus.Offline, SharingStatus.None, LastSeen: null)], session.Participants);
    }

    [Fact]
    public async Task Session_NeedsNoBody_WhenOpened()
    {
        var ada = await server.SignInAsync("ada");

        using var response = await ada.PostAsync("api/v1/sessions");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(86_400)]
    public async Task Session_LastsAsLongAsAsked(int seconds)
    {
        var ada = await server.SignInAsync("ada");

        var session = await ada.CreateSessionAsync(seconds);

        Assert.Equal(TimeSpan.FromSeconds(seconds), session.ExpiresAt - session.CreatedAt);
    }

    [Theory]
    [InlineData(899)]
    [InlineData(86_401)]
    [InlineData(-1)]
    public async Task Session_IsRefused_ForATimeOutOfRange(int seconds)
    {
        var ada = await server.SignInAsync("ada");

        var problem = await Refusal.AssertAsync(
            ada.PostAsync("api/v1/sessions", new CreateSession(seconds), ContractsJson.Default.CreateSession), 400, ErrorCodes.ValidationFailed);

        Assert.Equal(["expires_in"], problem.Errors!.Keys.ToArray());
    }

    [Fact]
    public async Task End_Answers204EveryTime_AndKeepsTheFirstEnd()
    {
        var ada = await server.SignInAsync("ada");
        var bob = await server.SignInAsync("bob");
        var session = await ada.CreateSessionAsync();
        await bob.RedeemAsync(await ada.InviteAsync(session.Id));

        await bob.EndAsync(session.Id);
        var first = await ada.SessionAsync(session.Id);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await ada.EndAsync(session.Id);

        Assert.Equal(SessionStatus.Ended, first.Status);
        Assert.Equal(EndReason.UserAction, first.EndReason);
        Assert.Equal(first.EndedAt, (await bob.SessionAsync(session.Id)).EndedAt);
    }

    [Fact]
    public async Task Session_OfOthersLooksLikeNone()
    {
        var ada = await server.SignInAsync("ada");
        var eve = await server.SignInAsync("eve");
        var session = await ada.CreateSessionAsync();
        var foreign = $"api/v1/sessions/{session.Id}";
        var unknown = $"api/v1/sessions/{Guid.CreateVersion7(server.Now)}";

        await Refusal.AssertAlikeAsync(eve.Http.GetAsync(foreign), eve.Http.GetAsync(unknown));
        await Refusal.AssertAlikeAsync(eve.Http.DeleteAsync(foreign), eve.Http.DeleteAsync(unknown));
        await Refusal.AssertAlikeAsync(eve.PostAsync(foreign + "/invites"), eve.PostAsync(unknown + "/invites"));
        Assert.Equal(SessionStatus.Pending, (await ada.SessionAsync(session.Id)).Status);
    }
}
