using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;

namespace MeetUp.ApiTests.Sessions;

public sealed class RestartTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Restart_KeepsRequestsSessionsInvitesAndPauses()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var eve = await server.SignInAsync("eve");
        var active = await ada.MeetAsync(bob);
        await server.Gate.SavePausedAsync(active, ada.Id, paused: true, CancellationToken.None);
        var pending = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(pending.Id);
        var request = await eve.AskAsync(ada, "after the restart?");
        var before = await bob.SessionAsync(active);

        await server.RestartAsync();
        (ada, bob, eve) = (new Guest(server, ada.Tokens), new Guest(server, bob.Tokens), new Guest(server, eve.Tokens));

        Assert.Equivalent(before, await bob.SessionAsync(active), strict: true);
        Assert.True((await server.Gate.FindAsync(active, bob.Id, CancellationToken.None))!.Participants[0].Paused);
        Assert.Equal(request, await ada.Http.GetFromJsonAsync($"api/v1/requests/{request.Id}", ContractsJson.Default.MeetRequest));
        Assert.Equal(new RedeemedInvite("joined", pending.Id), await eve.RedeemAsync(token));
    }
}
