using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;

namespace MeetUp.ApiTests.Requests;

public sealed class RequestApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Request_ReachesTheOtherPerson()
    {
        var (ada, bob) = await TwoAsync();

        using var response = await AskAsync(ada, bob.Id, "  At the fountain?  ");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var sent = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.MeetRequest))!;
        Assert.Equal($"/api/v1/requests/{sent.Id}", response.Headers.Location!.OriginalString);
        Assert.Equal(MeetRequestStatus.Pending, sent.Status);
        Assert.Equal(new PersonRef(ada.Id, "ada"), sent.From);
        Assert.Equal(new PersonRef(bob.Id, "bob"), sent.To);
        Assert.Equal("At the fountain?", sent.Message);
        Assert.Equal(TimeSpan.FromMinutes(10), sent.ExpiresAt - sent.CreatedAt);
        Assert.Null(sent.SessionId);
        Assert.Equal(sent, await GetAsync(bob, sent.Id));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData(" hi ", "hi")]
    public async Task Message_IsTrimmed_AndNoneWhenEmpty(string? message, string? stored)
    {
        var (ada, bob) = await TwoAsync();

        Assert.Equal(stored, (await ada.AskAsync(bob, message)).Message);
    }

    [Theory]
    [InlineData(200, 201)]
    [InlineData(201, 400)]
    public async Task Message_HasAtMost200Characters(int length, int status)
    {
        var (ada, bob) = await TwoAsync();

        using var response = await AskAsync(ada, bob.Id, new string('x', length));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Request_IsTheSame_WhenAskedAgain()
    {
        var (ada, bob) = await TwoAsync();
        var first = await ada.AskAsync(bob, "one");

        using var again = await AskAsync(ada, bob.Id, "two");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(first, await again.Content.ReadFromJsonAsync(ContractsJson.Default.MeetRequest));
    }

    [Fact]
    public async Task Request_IsRefused_WhenTheOtherHasAskedAlready()
    {
        var (ada, bob) = await TwoAsync();
        await ada.AskAsync(bob);

        await Refusal.AssertAsync(AskAsync(bob, ada.Id), 409, ErrorCodes.RequestAlreadyPending);
    }

    [Fact]
    public async Task Request_IsRefused_ToOneselfAndToNobody()
    {
        var ada = await server.SignInAsync("ada");

        await Refusal.AssertAsync(AskAsync(ada, ada.Id), 422, ErrorCodes.CannotRequestSelf);
        await Refusal.AssertAsync(AskAsync(ada, Guid.CreateVersion7(server.Now)), 404, ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("{}", ErrorCodes.ValidationFailed)]
    [InlineData("""{"to_user_id":null}""", ErrorCodes.ValidationFailed)]
    [InlineData("""{"to_user_id":"bob"}""", ErrorCodes.InvalidPayload)]
    [InlineData("""{"to_user_id":7}""", ErrorCodes.InvalidPayload)]
    [InlineData("[]", ErrorCodes.InvalidPayload)]
    [InlineData("{", ErrorCodes.InvalidPayload)]
    [InlineData("", ErrorCodes.InvalidPayload)]
    public async Task Request_Is400_ForABodyOfTheWrongShape(string body, string code)
    {
        var ada = await server.SignInAsync("ada");
        using var content = new StringContent(body, encoding: null, "application/json");

        await Refusal.AssertAsync(ada.Http.PostAsync("api/v1/requests", content), 400, code);
    }

    [Fact]
    public async Task Accept_MakesAnActiveSessionOfTwoHours()
    {
        var (ada, bob) = await TwoAsync();
        var request = await ada.AskAsync(bob);

        var accepted = await bob.AcceptAsync(request);

        Assert.Equal(new RequestAccepted("accepted", accepted.SessionId, ada.Id, "ada"), accepted);
        var session = await ada.SessionAsync(accepted.SessionId);
        Assert.Equal(SessionStatus.Active, session.Status);
        Assert.Equal(session.CreatedAt, session.ActivatedAt);
        Assert.Equal(TimeSpan.FromHours(2), session.ExpiresAt - session.CreatedAt);
        Assert.Equal([ada.Id, bob.Id], session.Participants.Select(person => person.UserId));
        var seen = await GetAsync(ada, request.Id);
        Assert.Equal((MeetRequestStatus.Accepted, (Guid?)accepted.SessionId), (seen.Status, seen.SessionId));
    }

    [Fact]
    public async Task Accept_AnswersTheSame_AfterTheEndAndBesideANewerSession()
    {
        var (ada, bob) = await TwoAsync();
        var request = await ada.AskAsync(bob);
        var first = await bob.AcceptAsync(request);

        Assert.Equal(first, await bob.AcceptAsync(request));
        await ada.EndAsync(first.SessionId);
        Assert.Equal(first, await bob.AcceptAsync(request));
        var newer = await bob.MeetAsync(ada);

        Assert.NotEqual(first.SessionId, newer);
        Assert.Equal(first, await bob.AcceptAsync(request));
    }

    [Fact]
    public async Task Accept_ReturnsTheLiveSession_WhenThePairHasOne()
    {
        var (ada, bob) = await TwoAsync();
        var live = await ada.MeetAsync(bob);

        Assert.Equal(live, await ada.MeetAsync(bob));
        Assert.Equal(live, await bob.MeetAsync(ada));
    }

    [Theory]
    [InlineData("reject", "rejected", MeetRequestStatus.Rejected)]
    [InlineData("cancel", "cancelled", MeetRequestStatus.Cancelled)]
    public async Task Close_AnswersTheSameAgain_AndNothingElseIsPossible(string verb, string word, MeetRequestStatus status)
    {
        var (ada, bob) = await TwoAsync();
        var request = await ada.AskAsync(bob);
        var (mine, other, otherVerb) = verb == "reject" ? (bob, ada, "cancel") : (ada, bob, "reject");

        for (var times = 0; times < 2; times++)
        {
            using var response = await AnswerAsync(mine, request.Id, verb);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(new RequestClosed(word), await response.Content.ReadFromJsonAsync(ContractsJson.Default.RequestClosed));
        }

        await Refusal.AssertAsync(AnswerAsync(bob, request.Id, "accept"), 409, ErrorCodes.RequestAlreadyProcessed);
        await Refusal.AssertAsync(AnswerAsync(other, request.Id, otherVerb), 409, ErrorCodes.RequestAlreadyProcessed);
        Assert.Equal(status, (await GetAsync(other, request.Id)).Status);
        using var anew = await AskAsync(ada, bob.Id);
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("cancel")]
    public async Task Close_IsTooLate_AfterAnAccept(string verb)
    {
        var (ada, bob) = await TwoAsync();
        var request = await ada.AskAsync(bob);
        await bob.AcceptAsync(request);

        await Refusal.AssertAsync(AnswerAsync(verb == "reject" ? bob : ada, request.Id, verb), 409, ErrorCodes.RequestAlreadyProcessed);
    }

    [Fact]
    public async Task Request_OfOthersLooksLikeNone()
    {
        var (ada, bob) = await TwoAsync();
        var eve = await server.SignInAsync("eve");
        var request = await ada.AskAsync(bob);
        var unknown = Guid.CreateVersion7(server.Now);

        await Refusal.AssertAlikeAsync(eve.Http.GetAsync($"api/v1/requests/{request.Id}"), eve.Http.GetAsync($"api/v1/requests/{unknown}"));
        foreach (var (person, verb) in new[] { (eve, "accept"), (eve, "reject"), (eve, "cancel"), (ada, "accept"), (ada, "reject"), (bob, "cancel") })
        {
            await Refusal.AssertAlikeAsync(AnswerAsync(person, request.Id, verb), AnswerAsync(person, unknown, verb));
        }

        Assert.Equal(MeetRequestStatus.Pending, (await GetAsync(bob, request.Id)).Status);
    }

    private static async Task<MeetRequest> GetAsync(Guest guest, Guid id) =>
        (await guest.Http.GetFromJsonAsync($"api/v1/requests/{id}", ContractsJson.Default.MeetRequest))!;

    private static Task<HttpResponseMessage> AskAsync(Guest guest, Guid to, string? message = null) =>
        guest.PostAsync("api/v1/requests", new CreateMeetRequest(to, message), ContractsJson.Default.CreateMeetRequest);

    private static Task<HttpResponseMessage> AnswerAsync(Guest guest, Guid id, string verb) => guest.PostAsync($"api/v1/requests/{id}/{verb}");

    private async Task<(Guest Ada, Guest Bob)> TwoAsync() => (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
}
