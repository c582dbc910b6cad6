using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Requests;

public sealed class RequestExpiryTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Request_CanBeAccepted_ASecondBeforeItExpires()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        server.Clock.Advance(Lifetime - Second);

        Assert.Equal("accepted", (await bob.AcceptAsync(request)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Request_Is410ForEverybody_OnceItsTimeIsUp(int secondsLate)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);

        server.Clock.Advance(Lifetime + (secondsLate * Second));

        await Refusal.AssertAsync(bob.PostAsync($"api/v1/requests/{request.Id}/accept"), 410, ErrorCodes.RequestExpired);
        await Refusal.AssertAsync(bob.PostAsync($"api/v1/requests/{request.Id}/reject"), 410, ErrorCodes.RequestExpired);
        await Refusal.AssertAsync(ada.PostAsync($"api/v1/requests/{request.Id}/cancel"), 410, ErrorCodes.RequestExpired);
        var seen = await ada.Http.GetFromJsonAsync($"api/v1/requests/{request.Id}", ContractsJson.Default.MeetRequest);
        Assert.Equal(MeetRequestStatus.Expired, seen!.Status);
    }

    [Fact]
    public async Task Request_CanBeSentAnewFromEitherSide_OnceItHasExpired()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var first = await ada.AskAsync(bob);
        server.Clock.Advance(Lifetime);

        var back = await bob.AskAsync(ada);
        server.Clock.Advance(Lifetime);
        using var anew = await ada.PostAsync(
            "api/v1/requests", new CreateMeetRequest(bob.Id), ContractsJson.Default.CreateMeetRequest);

        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.Equal(3, new HashSet<Guid> { first.Id, back.Id, (await anew.Content.ReadFromJsonAsync(ContractsJson.Default.MeetRequest))!.Id }.Count);
    }

    [Fact]
    public async Task Sweep_WritesTheExpiryDownOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);
        server.Clock.Advance(Lifetime);

        await Task.WhenAll(server.SweepAsync(), server.SweepAsync(), server.SweepAsync());

        await using var db = server.OpenDb();
        Assert.Equal(MeetRequestStatus.Expired, (await db.Requests.SingleAsync(row => row.Id == request.Id)).Status);
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == AuditEvents.RequestExpired && row.SubjectId == request.Id));
    }
}
