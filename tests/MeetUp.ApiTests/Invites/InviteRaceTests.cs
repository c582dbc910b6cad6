using System.Net;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Invites;

public sealed class InviteRaceTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private const int Times = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Redeem_LetsOneIn_HoweverManyHoldTheToken()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);
        var people = await PeopleAsync();

        var statuses = await Task.WhenAll(people.Select(person => StatusAsync(person, token))).WaitAsync(Patience);

        Assert.Equal(1, statuses.Count(status => status is HttpStatusCode.OK));
        Assert.Equal(Times - 1, statuses.Count(status => status is HttpStatusCode.Gone));
        Assert.Equal(2, (await ada.SessionAsync(session.Id)).Participants.Count);
        await using var db = server.OpenDb();
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == AuditEvents.InviteRedeemed && row.SessionId == session.Id));
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == AuditEvents.SessionActivated && row.SessionId == session.Id));
    }

    [Fact]
    public async Task Redeem_LetsOneIn_HoweverManyTokensThereAre()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();
        var people = await PeopleAsync();
        var tokens = new List<string>();
        foreach (var _ in people)
        {
            tokens.Add(await ada.InviteAsync(session.Id));
        }

        var statuses = await Task.WhenAll(people.Zip(tokens, StatusAsync)).WaitAsync(Patience);

        Assert.Equal(1, statuses.Count(status => status is HttpStatusCode.OK));
        Assert.Equal(Times - 1, statuses.Count(status => status is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Redeem_IsOneJoin_WhenOnePersonTriesManyTimes()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => bob.RedeemAsync(token))).WaitAsync(Patience);

        Assert.All(answers, answer => Assert.Equal(session.Id, answer.SessionId));
        Assert.Equal(1, answers.Count(answer => answer.Status == "joined"));
    }

    [Fact]
    public async Task Pair_HasOneLiveSession_WhenBothRedeemFromEachOther()
    {
        for (var round = 0; round < 4; round++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var ofAda = await ada.InviteAsync((await ada.CreateSessionAsync()).Id);
            var ofBob = await bob.InviteAsync((await bob.CreateSessionAsync()).Id);

            var answers = await Task.WhenAll(ada.RedeemAsync(ofBob), bob.RedeemAsync(ofAda)).WaitAsync(Patience);

            Assert.Equal(answers[0].SessionId, answers[1].SessionId);
            Assert.Equal(1, answers.Count(answer => answer.Status == "joined"));
        }
    }

    [Fact]
    public async Task Session_IsEitherJoinedAndEndedOrNeverJoined_WhenARedeemMeetsAnEnd()
    {
        for (var round = 0; round < 4; round++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var session = await ada.CreateSessionAsync();
            var token = await ada.InviteAsync(session.Id);

            var redeem = StatusAsync(bob, token);
            await Task.WhenAll(redeem, ada.EndAsync(session.Id)).WaitAsync(Patience);

            var after = await ada.SessionAsync(session.Id);
            Assert.Equal(SessionStatus.Ended, after.Status);
            Assert.Equal(await redeem is HttpStatusCode.OK ? 2 : 1, after.Participants.Count);
            Assert.Contains(await redeem, new[] { HttpStatusCode.OK, HttpStatusCode.Gone });
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(Guest guest, string token)
    {
        using var response = await guest.PostAsync("api/v1/invite/redeem", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody);
        return response.StatusCode;
    }

    private async Task<List<Guest>> PeopleAsync()
    {
        var people = new List<Guest>();
        for (var number = 0; number < Times; number++)
        {
            people.Add(await server.SignInAsync("eve"));
        }

        return people;
    }
}
