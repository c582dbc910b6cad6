using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Invites;

public sealed class InviteRuleTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Resolve_SaysWhoInvites_AndSpendsNothing()
    {
        var (ada, bob) = await TwoAsync();
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);

        for (var times = 0; times < 3; times++)
        {
            using var response = await ResolveAsync(bob, token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var resolved = await response.Content.ReadFromJsonAsync(ContractsJson.Default.ResolvedInvite);
            Assert.Equal("ada", resolved!.InviterName);
            Assert.InRange(resolved.ExpiresAt - server.Now, Lifetime - TimeSpan.FromMilliseconds(1), Lifetime);
        }

        Assert.Equal("joined", (await bob.RedeemAsync(token)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task Token_Is400_WhenMissing(string? token)
    {
        var ada = await server.SignInAsync("ada");

        await AssertBothAsync(ada, token, 400, ErrorCodes.ValidationFailed);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("'; drop table invites; --")]
    [InlineData("\u0000\ud83d\ude00")]
    public async Task Token_Is410_WhenUnknown(string token)
    {
        var ada = await server.SignInAsync("ada");

        await AssertBothAsync(ada, token, 410, ErrorCodes.InviteExpired);
    }

    [Fact]
    public async Task Token_Is410_WhenSpentAndTheSessionFull()
    {
        var (ada, bob) = await TwoAsync();
        var eve = await server.SignInAsync("eve");
        var token = await ada.InviteAsync((await ada.CreateSessionAsync()).Id);
        await bob.RedeemAsync(token);

        await AssertBothAsync(eve, token, 410, ErrorCodes.InviteExpired);
    }

    [Fact]
    public async Task Token_Is409_WhenUnspentAndTheSessionFull()
    {
        var (ada, bob) = await TwoAsync();
        var eve = await server.SignInAsync("eve");
        var session = await ada.CreateSessionAsync();
        var (first, second) = (await ada.InviteAsync(session.Id), await ada.InviteAsync(session.Id));
        await bob.RedeemAsync(second);

        await AssertBothAsync(eve, first, 409, ErrorCodes.SessionFull);
        await Refusal.AssertAsync(ada.PostAsync($"api/v1/sessions/{session.Id}/invites"), 409, ErrorCodes.SessionFull);
    }

    [Fact]
    public async Task Token_Is410_WhenTheSessionHasEnded_ForParticipantsToo()
    {
        var (ada, bob) = await TwoAsync();
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);
        await ada.EndAsync(session.Id);

        await AssertBothAsync(bob, token, 410, ErrorCodes.InviteExpired);
        await AssertBothAsync(ada, token, 410, ErrorCodes.InviteExpired);
        await Refusal.AssertAsync(ada.PostAsync($"api/v1/sessions/{session.Id}/invites"), 409, ErrorCodes.SessionNotActive);
    }

    [Fact]
    public async Task Redeem_SpendsNothing_ForTheInviter()
    {
        var (ada, bob) = await TwoAsync();
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);

        Assert.Equal(new RedeemedInvite("already_joined", session.Id), await ada.RedeemAsync(token));
        Assert.Equal(SessionStatus.Pending, (await ada.SessionAsync(session.Id)).Status);
        Assert.Equal(new RedeemedInvite("joined", session.Id), await bob.RedeemAsync(token));
        Assert.Equal(new RedeemedInvite("already_joined", session.Id), await bob.RedeemAsync(token));
    }

    [Fact]
    public async Task Redeem_LeadsToTheSessionThePairHas_AndSpendsNothing()
    {
        var (ada, bob) = await TwoAsync();
        var eve = await server.SignInAsync("eve");
        var live = await ada.MeetAsync(bob);
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);

        Assert.Equal(new RedeemedInvite("already_joined", live), await bob.RedeemAsync(token));
        Assert.Equal(new RedeemedInvite("joined", session.Id), await eve.RedeemAsync(token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Token_Is410_WhenEitherHasBlockedTheOther(bool inviterBlocks)
    {
        var (ada, bob) = await TwoAsync();
        var token = await ada.InviteAsync((await ada.CreateSessionAsync()).Id);

        await (inviterBlocks ? ada.BlockAsync(bob) : bob.BlockAsync(ada));

        await AssertBothAsync(bob, token, 410, ErrorCodes.InviteExpired);
    }

    /// <summary>Resolving and redeeming refuse alike.</summary>
    private static async Task AssertBothAsync(Guest guest, string? token, int status, string code)
    {
        foreach (var verb in new[] { "resolve", "redeem" })
        {
            await Refusal.AssertAsync(
                guest.PostAsync($"api/v1/invite/{verb}", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody), status, code);
        }
    }

    private static Task<HttpResponseMessage> ResolveAsync(Guest guest, string token) =>
        guest.PostAsync("api/v1/invite/resolve", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody);

    private async Task<(Guest Ada, Guest Bob)> TwoAsync() => (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
}
