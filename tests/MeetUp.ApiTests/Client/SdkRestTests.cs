using MeetUp.ApiTests.Harness;
using MeetUp.Client;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;

namespace MeetUp.ApiTests.Client;

/// <summary>Every method of the SDK against the server it was written for.</summary>
public sealed class SdkRestTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Users_CanBeChanged_Found_AndDeleted()
    {
        using var ada = await SignInAsync("ada");
        using var bob = await SignInAsync("bob");
        var name = "Bob " + Guid.CreateVersion7(server.Now).ToString("N");

        var me = await bob.UpdateMeAsync(new UpdateUser(name, Discoverable: true));
        Assert.Equal((name, true), (me.DisplayName, me.Discoverable));
        Assert.Equal(me.Id, (await bob.RegisterAsync(name)).Id);
        Assert.Equal(me, await bob.GetMeAsync());
        Assert.Equal(name, (await ada.GetUserAsync(me.Id)).DisplayName);
        Assert.Equal(me.Id, Assert.Single(await ada.SearchUsersAsync(name)).Id);

        await bob.DeleteMeAsync();
        Assert.Null(bob.Tokens);
        Assert.Equal(ErrorCodes.NotFound, (await RefusedAsync(() => ada.GetUserAsync(me.Id))).Code);
    }

    [Fact]
    public async Task Block_HidesPeople_UntilTakenBack()
    {
        using var ada = await SignInAsync("ada");
        using var bob = await SignInAsync("bob");
        var bobId = bob.Tokens!.User.Id;

        await ada.BlockAsync(bobId);
        Assert.Equal(bobId, Assert.Single(await ada.GetBlockedAsync()).Id);
        await ada.UnblockAsync(bobId);
        Assert.Empty(await ada.GetBlockedAsync());
    }

    [Fact]
    public async Task Request_LeadsToASession()
    {
        using var ada = await SignInAsync("ada");
        using var bob = await SignInAsync("bob");

        var asked = await ada.AskAsync(bob.Tokens!.User.Id, "At the fountain?");
        Assert.Equal(asked.Id, Assert.Single((await bob.GetRequestsAsync(RequestDirection.Incoming, MeetRequestStatus.Pending)).Items).Id);
        Assert.Equal("At the fountain?", (await bob.GetRequestAsync(asked.Id)).Message);
        var accepted = await bob.AcceptAsync(asked.Id);
        Assert.Equal(ada.Tokens!.User.Id, accepted.PeerId);
        Assert.Equal(SessionStatus.Active, (await ada.GetSessionAsync(accepted.SessionId)).Status);
        Assert.Equal(accepted.SessionId, Assert.Single((await ada.GetActiveSessionsAsync()).Items).Id);

        await ada.EndSessionAsync(accepted.SessionId);
        await ada.EndSessionAsync(accepted.SessionId);
        Assert.Equal(EndReason.UserAction, Assert.Single((await bob.GetHistoryAsync()).Items).EndReason);
    }

    [Fact]
    public async Task Request_CanBeTurnedDown_AndTakenBack()
    {
        using var ada = await SignInAsync("ada");
        using var bob = await SignInAsync("bob");

        var first = await ada.AskAsync(bob.Tokens!.User.Id);
        Assert.Equal("rejected", (await bob.RejectAsync(first.Id)).Status);
        var second = await ada.AskAsync(bob.Tokens.User.Id);
        Assert.Equal("cancelled", (await ada.CancelAsync(second.Id)).Status);
        Assert.Equal(ErrorCodes.RequestAlreadyProcessed, (await RefusedAsync(() => bob.AcceptAsync(second.Id))).Code);
    }

    [Fact]
    public async Task Invite_IsResolved_AndRedeemed_AndFixesGoOverHttp()
    {
        using var ada = await SignInAsync("ada");
        using var bob = await SignInAsync("bob");

        var session = await ada.CreateSessionAsync(expiresIn: 900);
        var invite = await ada.CreateInviteAsync(session.Id);
        Assert.Equal("ada", (await bob.ResolveInviteAsync(invite.InviteToken)).InviterName);
        Assert.Equal(session.Id, (await bob.RedeemInviteAsync(invite.InviteToken)).SessionId);
        Assert.Equal(ErrorCodes.InviteExpired, (await RefusedAsync(() => bob.ResolveInviteAsync("nonsense"))).Code);

        await ada.SendFixAsync(session.Id, server.FixAt(0));
        await bob.SendFixAsync(session.Id, server.FixAt(10));
        Assert.NotNull((await bob.GetSnapshotAsync(session.Id)).Proximity);
        Assert.NotEmpty((await ada.CreateSocketTicketAsync(session.Id)).Ticket);
        Assert.Equal(LocationRefusals.AccuracyOutOfRange, (await RefusedAsync(() => ada.SendFixAsync(session.Id, server.FixAt(0, accuracyM: 500)))).Problem!.Reason);

        Assert.Equal("waiting_for_peer", (await ada.ImHereAsync(session.Id)).Status);
        Assert.Equal(EndReason.ProximityReached, (await bob.ImHereAsync(session.Id)).Reason);
    }

    [Fact]
    public async Task Refusal_TellsWhichFieldIsWrong()
    {
        using var nobody = new MeetUpClient(new MeetUpClientOptions { BaseAddress = server.Address });

        var refused = await RefusedAsync(() => nobody.SignInGuestAsync(" "));

        Assert.Equal(ErrorCodes.ValidationFailed, refused.Code);
        Assert.Contains("display_name", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Unauthenticated, (await RefusedAsync(() => nobody.GetMeAsync())).Code);
    }

    [Fact]
    public async Task Tokens_AreRenewed_OnceForAll_WhenTheyExpire()
    {
        using var ada = await SignInAsync("ada");
        var first = ada.Tokens!;
        server.Clock.Advance(TimeSpan.FromSeconds(first.ExpiresIn + 60));

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.GetMeAsync()));

        Assert.All(all, me => Assert.Equal(first.User.Id, me.Id));
        var second = ada.Tokens!;
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, await ada.RefreshTokensAsync());
        await ada.SignOutAsync();
        Assert.Null(ada.Tokens);
    }

    [Fact]
    public async Task Server_TellsItsHealthAndMetrics()
    {
        using var anyone = new MeetUpClient(new MeetUpClientOptions { BaseAddress = server.Address });

        Assert.True((await anyone.GetLivenessAsync()).Healthy);
        Assert.True((await anyone.GetReadinessAsync()).Healthy);
        Assert.Contains("# TYPE", await anyone.GetMetricsTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<MeetUpException> RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<MeetUpException>(call);

    private async Task<MeetUpClient> SignInAsync(string name)
    {
        var client = new MeetUpClient(new MeetUpClientOptions { BaseAddress = server.Address });
        await client.SignInGuestAsync(name);
        return client;
    }
}
