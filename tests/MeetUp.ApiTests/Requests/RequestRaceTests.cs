using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Requests;

public sealed class RequestRaceTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private const int Times = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Accept_MakesOneSession_HoweverManyComeAtOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => bob.AcceptAsync(request))).WaitAsync(Patience);

        var answer = Assert.Single(answers.Distinct());
        await using var db = server.OpenDb();
        Assert.Equal(1, await db.Sessions.CountAsync(session => session.Seats.Any(seat => seat.UserId == ada.Id)));
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == AuditEvents.RequestAccepted && row.SubjectId == request.Id));
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == AuditEvents.SessionCreated && row.SessionId == answer.SessionId));
    }

    [Fact]
    public async Task Request_ExistsOnce_HoweverManyAreSentAtOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));

        var sent = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => ada.AskAsync(bob))).WaitAsync(Patience);

        Assert.Single(sent.Distinct());
    }

    [Fact]
    public async Task Request_WinsOnOneSide_WhenBothAskAtOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));

        var statuses = await Task.WhenAll(Enumerable.Range(0, Times).Select(number =>
            StatusAsync(number % 2 == 0 ? ada : bob, "api/v1/requests", number % 2 == 0 ? bob.Id : ada.Id))).WaitAsync(Patience);

        Assert.Equal(1, statuses.Count(status => status is HttpStatusCode.Created));
        Assert.Equal(Times / 2, statuses.Count(status => status is HttpStatusCode.Conflict));
        Assert.Equal((Times / 2) - 1, statuses.Count(status => status is HttpStatusCode.OK));
    }

    [Fact]
    public async Task Answer_IsOneOnly_WhenBothSidesAnswerAtOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        var statuses = await Task.WhenAll(
            StatusAsync(bob, $"api/v1/requests/{request.Id}/accept"),
            StatusAsync(bob, $"api/v1/requests/{request.Id}/reject"),
            StatusAsync(ada, $"api/v1/requests/{request.Id}/cancel")).WaitAsync(Patience);

        Assert.Equal(1, statuses.Count(status => status is HttpStatusCode.OK));
        Assert.Equal(2, statuses.Count(status => status is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Pair_HasOneLiveSession_WhenAnAcceptAndARedeemCross()
    {
        for (var round = 0; round < 4; round++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var request = await ada.AskAsync(bob);
            var token = await bob.InviteAsync((await bob.CreateSessionAsync()).Id);

            var accept = bob.AcceptAsync(request);
            var redeem = ada.RedeemAsync(token);
            await Task.WhenAll(accept, redeem).WaitAsync(Patience);

            Assert.Equal((await accept).SessionId, (await redeem).SessionId);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(Guest guest, string path, Guid? to = null)
    {
        using var response = to is null
            ? await guest.PostAsync(path)
            : await guest.PostAsync(path, new CreateMeetRequest(to), ContractsJson.Default.CreateMeetRequest);
        return response.StatusCode;
    }
}
