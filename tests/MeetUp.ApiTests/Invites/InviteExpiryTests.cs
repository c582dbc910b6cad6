using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Invites;

/// <summary>On a server whose sessions wait longer for a second person than an invite lives.</summary>
public sealed class InviteExpiryTests(InviteExpiryTests.PatientServer server) : IClassFixture<InviteExpiryTests.PatientServer>
{
    [Theory]
    [InlineData(899, true)]
    [InlineData(900, false)]
    [InlineData(901, false)]
    public async Task Invite_LivesFifteenMinutes(int seconds, bool joins)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);

        server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        if (joins)
        {
            Assert.Equal(new RedeemedInvite("joined", session.Id), await bob.RedeemAsync(token));
            return;
        }

        await Refusal.AssertAsync(
            bob.PostAsync("api/v1/invite/redeem", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody), 410, ErrorCodes.InviteExpired);
        Assert.Equal(SessionStatus.Pending, (await ada.SessionAsync(session.Id)).Status);
        Assert.Equal("joined", (await bob.RedeemAsync(await ada.InviteAsync(session.Id))).Status);
    }

    public sealed class PatientServer : MeetUpServer
    {
        public PatientServer()
        {
            Set("MeetUp__Sessions__PendingSeconds", "86400");
            Set("MEETUP_PUBLIC_URL", "https://meet.example/");
        }
    }

    [Fact]
    public async Task Url_IsUnderThePublicAddress()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();

        using var response = await ada.PostAsync($"api/v1/sessions/{session.Id}/invites");

        Assert.Contains("\"https://meet.example/join#", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
