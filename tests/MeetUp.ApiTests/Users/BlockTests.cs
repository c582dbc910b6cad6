using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Users;

public sealed class BlockTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Block_IsListed_UntilItIsTakenBack()
    {
        var (ada, bob) = await TwoAsync();

        Assert.Equal(HttpStatusCode.NoContent, await BlockAsync(ada, bob.Id));
        Assert.Equal(HttpStatusCode.NoContent, await BlockAsync(ada, bob.Id));

        Assert.Equal($$"""[{"id":"{{bob.Id}}","display_name":"bob"}]""", await ada.Http.GetStringAsync("api/v1/users/blocked"));
        Assert.Equal("[]", await bob.Http.GetStringAsync("api/v1/users/blocked"));
        Assert.Equal(HttpStatusCode.NoContent, await UnblockAsync(ada, bob.Id));
        Assert.Equal(HttpStatusCode.NoContent, await UnblockAsync(ada, bob.Id));
        Assert.Equal("[]", await ada.Http.GetStringAsync("api/v1/users/blocked"));
        Assert.Equal(1, await AuditsAsync(ada.Id, AuditEvents.UserBlocked));
        Assert.Equal(1, await AuditsAsync(ada.Id, AuditEvents.UserUnblocked));
    }

    [Fact]
    public async Task Block_IsRefused_ForOneselfAndForNobody()
    {
        var ada = await server.SignInAsync("ada");
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete })
        {
            using var self = new HttpRequestMessage(method, $"api/v1/users/{ada.Id}/block");
            var problem = await Refusal.AssertAsync(ada.Http.SendAsync(self), 400, ErrorCodes.ValidationFailed);
            Assert.Equal("id", Assert.Single(problem.Errors!).Key);
            using var nobody = new HttpRequestMessage(method, $"api/v1/users/{Guid.CreateVersion7(server.Now)}/block");
            await Refusal.AssertAsync(ada.Http.SendAsync(nobody), 404, ErrorCodes.NotFound);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Block_EndsTheLiveSession_AndTellsBoth(bool byWhoAsked)
    {
        var (ada, bob) = await TwoAsync();
        var sessionId = await ada.MeetAsync(bob);
        await using var adas = await ada.OpenAsync(sessionId);
        await using var bobs = await bob.OpenAsync(sessionId);

        var (blocker, blocked) = byWhoAsked ? (ada, bob) : (bob, ada);
        await BlockAsync(blocker, blocked.Id);

        Assert.Equal(EndReason.UserAction, (await adas.NextAsync<SessionEnded>()).Reason);
        Assert.Equal(EndReason.UserAction, (await bobs.NextAsync<SessionEnded>()).Reason);
        Assert.Equal(SessionStatus.Ended, (await ada.SessionAsync(sessionId)).Status);
    }

    [Fact]
    public async Task Block_LeavesOtherSessionsAlone()
    {
        var ((ada, bob), eve) = (await TwoAsync(), await server.SignInAsync("eve"));
        var (withEve, alone) = (await ada.MeetAsync(eve), await ada.CreateSessionAsync());

        await BlockAsync(ada, bob.Id);

        Assert.Equal(SessionStatus.Active, (await ada.SessionAsync(withEve)).Status);
        Assert.Equal(SessionStatus.Pending, (await ada.SessionAsync(alone.Id)).Status);
    }

    [Fact]
    public async Task Block_HidesWhatTheBlockedAsked_AndLetsThemThinkItWaits()
    {
        var (ada, bob) = await TwoAsync();
        var asked = await bob.AskAsync(ada);

        await BlockAsync(ada, bob.Id);

        await Refusal.AssertAsync(ada.Http.GetAsync($"api/v1/requests/{asked.Id}"), 404, ErrorCodes.NotFound);
        await Refusal.AssertAsync(ada.PostAsync($"api/v1/requests/{asked.Id}/accept"), 404, ErrorCodes.NotFound);
        Assert.Equal(MeetRequestStatus.Pending, (await RequestAsync(bob, asked.Id)).Status);
        await UnblockAsync(ada, bob.Id);
        await Refusal.AssertAsync(ada.Http.GetAsync($"api/v1/requests/{asked.Id}"), 404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Block_CancelsWhatTheBlockerAsked()
    {
        var (ada, bob) = await TwoAsync();
        var asked = await ada.AskAsync(bob);

        await BlockAsync(ada, bob.Id);

        Assert.Equal(MeetRequestStatus.Cancelled, (await RequestAsync(ada, asked.Id)).Status);
        using var accepted = await bob.PostAsync($"api/v1/requests/{asked.Id}/accept");
        Assert.False(accepted.IsSuccessStatusCode);
        Assert.Equal(1, await AuditsAsync(ada.Id, AuditEvents.RequestCancelled));
    }

    [Fact]
    public async Task Block_LeavesNoLiveSession_WhenAnAcceptComesAtTheSameTime()
    {
        for (var round = 0; round < 10; round++)
        {
            var (ada, bob) = await TwoAsync();
            var asked = await ada.AskAsync(bob);

            var block = BlockAsync(ada, bob.Id);
            var accept = bob.PostAsync($"api/v1/requests/{asked.Id}/accept");
            await Task.WhenAll(block, accept).WaitAsync(TimeSpan.FromSeconds(30));

            Assert.Equal(HttpStatusCode.NoContent, await block);
            Assert.True((int)(await accept).StatusCode < 500);
            await using var db = server.OpenDb();
            Assert.False(await db.Sessions.AnyAsync(session =>
                session.Status == SessionStatus.Active && session.Seats.Any(seat => seat.UserId == ada.Id)));
        }
    }

    [Fact]
    public async Task Block_IsStoredOnce_WhenItComesManyTimesAtOnce()
    {
        var (ada, bob) = await TwoAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BlockAsync(ada, bob.Id))).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.NoContent, status));
        Assert.Equal(1, await AuditsAsync(ada.Id, AuditEvents.UserBlocked));
    }

    private static async Task<HttpStatusCode> BlockAsync(Guest guest, Guid other)
    {
        using var response = await guest.Http.PutAsync($"api/v1/users/{other}/block", content: null);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> UnblockAsync(Guest guest, Guid other)
    {
        using var response = await guest.Http.DeleteAsync($"api/v1/users/{other}/block");
        return response.StatusCode;
    }

    private static async Task<MeetRequest> RequestAsync(Guest guest, Guid id) =>
        (await guest.Http.GetFromJsonAsync($"api/v1/requests/{id}", ContractsJson.Default.MeetRequest))!;

    private async Task<int> AuditsAsync(Guid actorId, string type)
    {
        await using var db = server.OpenDb();
        return await db.Audit.CountAsync(audit => audit.ActorId == actorId && audit.Type == type);
    }

    private async Task<(Guest Ada, Guest Bob)> TwoAsync() => (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
}
