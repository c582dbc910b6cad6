using System.Net;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Users;

/// <summary>Whatever is under way at the moment of a block, the two are not together afterwards.</summary>
public sealed class BlockRaceTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private const int Rounds = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Block_LeavesNoLiveSession_WhenItMeetsAnAccept()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var request = await ada.AskAsync(bob);

            await RaceAsync(ada, bob, bob.PostAsync($"api/v1/requests/{request.Id}/accept"));

            Assert.Equal(0, await LiveSessionsOfAsync(bob));
        }
    }

    [Fact]
    public async Task Block_LeavesNoLiveSession_WhenItMeetsARedeem()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var token = await ada.InviteAsync((await ada.CreateSessionAsync()).Id);

            await RaceAsync(
                ada, bob, bob.PostAsync("api/v1/invite/redeem", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody));

            Assert.Equal(0, await LiveSessionsOfAsync(bob));
        }
    }

    private static async Task RaceAsync(Guest blocker, Guest blocked, Task<HttpResponseMessage> other)
    {
        var blocking = blocker.Http.PutAsync($"api/v1/users/{blocked.Id}/block", content: null);
        await Task.WhenAll(blocking, other).WaitAsync(Patience);
        using var block = await blocking;
        using var answer = await other;
        Assert.Equal(HttpStatusCode.NoContent, block.StatusCode);
        Assert.InRange((int)answer.StatusCode, 200, 499);
    }

    private async Task<int> LiveSessionsOfAsync(Guest guest)
    {
        await using var db = server.OpenDb();
        return await db.Sessions.CountAsync(session =>
            session.Status != SessionStatus.Ended && session.Seats.Any(seat => seat.UserId == guest.Id));
    }
}
