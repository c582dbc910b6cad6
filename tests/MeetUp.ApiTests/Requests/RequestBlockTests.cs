using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;

namespace MeetUp.ApiTests.Requests;

public sealed class RequestBlockTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Request_LooksSentButNeverArrives_WhenTheReceiverHasBlocked()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        await bob.BlockAsync(ada);

        var sent = await ada.AskAsync(bob, "please");

        Assert.Equal(MeetRequestStatus.Pending, sent.Status);
        Assert.Equal(sent, Assert.Single((await ListAsync(ada)).Items));
        Assert.Empty((await ListAsync(bob)).Items);
        await AssertUnknownAsync(bob, sent.Id);
        Assert.Equal(sent, await ada.AskAsync(bob));
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(MeetRequestStatus.Expired, (await ListAsync(ada)).Items[0].Status);
        Assert.Empty((await ListAsync(bob)).Items);
    }

    [Fact]
    public async Task Request_CanBeCancelled_ThoughItNeverArrived()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        await bob.BlockAsync(ada);
        var sent = await ada.AskAsync(bob);

        using var response = await ada.PostAsync($"api/v1/requests/{sent.Id}/cancel");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Request_Is404_ToSomeoneTheSenderHasBlocked()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        await ada.BlockAsync(bob);

        await Refusal.AssertAlikeAsync(AskAsync(ada, bob.Id), AskAsync(ada, Guid.CreateVersion7(server.Now)));
    }

    [Fact]
    public async Task Request_IsGoneForItsReceiver_WhenTheyBlockBeforeTheAnswer()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        await bob.BlockAsync(ada);

        await AssertUnknownAsync(bob, request.Id);
        Assert.Empty((await ListAsync(bob)).Items);
        Assert.Equal(request, Assert.Single((await ListAsync(ada)).Items));
    }

    [Fact]
    public async Task Request_IsCancelled_WhenItsSenderBlocksBeforeTheAnswer()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        await ada.BlockAsync(bob);

        Assert.Equal(MeetRequestStatus.Cancelled, Assert.Single((await ListAsync(bob)).Items).Status);
        await Refusal.AssertAsync(bob.PostAsync($"api/v1/requests/{request.Id}/accept"), 409, ErrorCodes.RequestAlreadyProcessed);
    }

    [Fact]
    public async Task Request_FromTheOtherSideIsNoHindrance_WhenItNeverArrived()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        await bob.BlockAsync(ada);
        await ada.AskAsync(bob);
        await bob.UnblockAsync(ada);

        var back = await bob.AskAsync(ada);

        Assert.Equal("accepted", (await ada.AcceptAsync(back)).Status);
    }

    private static async Task AssertUnknownAsync(Guest guest, Guid id)
    {
        var unknown = Guid.CreateVersion7(guest.Server.Now);
        await Refusal.AssertAlikeAsync(guest.Http.GetAsync($"api/v1/requests/{id}"), guest.Http.GetAsync($"api/v1/requests/{unknown}"));
        foreach (var verb in new[] { "accept", "reject", "cancel" })
        {
            await Refusal.AssertAlikeAsync(
                guest.PostAsync($"api/v1/requests/{id}/{verb}"), guest.PostAsync($"api/v1/requests/{unknown}/{verb}"));
        }
    }

    private static Task<HttpResponseMessage> AskAsync(Guest guest, Guid to) =>
        guest.PostAsync("api/v1/requests", new CreateMeetRequest(to), ContractsJson.Default.CreateMeetRequest);

    private static async Task<MeetRequestPage> ListAsync(Guest guest) =>
        (await guest.Http.GetFromJsonAsync("api/v1/requests", ContractsJson.Default.MeetRequestPage))!;
}
