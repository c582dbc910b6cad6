using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Invites;

public sealed class InviteApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Invite_ComesWithBothLinks()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();

        using var response = await ada.PostAsync($"api/v1/sessions/{session.Id}/invites");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var invite = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Invite))!;
        Assert.Matches("^[A-Za-z0-9_-]{43}$", invite.InviteToken);
        Assert.Equal($"{server.Address}join#{invite.InviteToken}", invite.Url);
        Assert.Equal($"meetup://invite/{invite.InviteToken}", invite.DeepLink);
        Assert.Equal(900, invite.ExpiresIn);
    }

    [Fact]
    public async Task Redeem_MakesTheSessionActiveForTwo()
    {
        var ada = await server.SignInAsync("ada");
        var bob = await server.SignInAsync("bob");
        var session = await ada.CreateSessionAsync();

        var joined = await bob.RedeemAsync(await ada.InviteAsync(session.Id));

        Assert.Equal(new RedeemedInvite("joined", session.Id), joined);
        var active = await ada.SessionAsync(session.Id);
        Assert.Equal(SessionStatus.Active, active.Status);
        Assert.NotNull(active.ActivatedAt);
        Assert.Equal(session.ExpiresAt, active.ExpiresAt);
        Assert.Equal([ada.Id, bob.Id], active.Participants.Select(person => person.UserId));
    }
}
