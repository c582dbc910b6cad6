using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Requests;

namespace MeetUp.ApiTests.Requests;

public sealed class RequestListTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task List_ShowsBothDirectionsNewestFirst_UnlessToldOne()
    {
        var (ada, bob, eve) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"), await server.SignInAsync("eve"));
        var sent = await ada.AskAsync(bob);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var received = await eve.AskAsync(ada);

        Assert.Equal([received, sent], (await ListAsync(ada)).Items);
        Assert.Equal([received], (await ListAsync(ada, "?direction=incoming")).Items);
        Assert.Equal([sent], (await ListAsync(ada, "?direction=outgoing")).Items);
        Assert.Equal([sent], (await ListAsync(bob)).Items);
    }

    [Fact]
    public async Task List_FindsEachStatus_AndAnOverdueOneAsExpired()
    {
        var ada = await server.SignInAsync("ada");
        var overdue = await ada.AskAsync(await server.SignInAsync("bob"));
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        var pending = await ada.AskAsync(await server.SignInAsync("bob"));
        var (accepter, rejecter) = (await server.SignInAsync("bob"), await server.SignInAsync("bob"));
        var accepted = await ada.AskAsync(accepter);
        await accepter.AcceptAsync(accepted);
        var rejected = await ada.AskAsync(rejecter);
        using var rejection = await rejecter.PostAsync($"api/v1/requests/{rejected.Id}/reject");
        var cancelled = await ada.AskAsync(await server.SignInAsync("bob"));
        using var cancellation = await ada.PostAsync($"api/v1/requests/{cancelled.Id}/cancel");

        var expected = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["PENDING"] = pending.Id,
            ["ACCEPTED"] = accepted.Id,
            ["REJECTED"] = rejected.Id,
            ["CANCELLED"] = cancelled.Id,
            ["EXPIRED"] = overdue.Id,
        };
        foreach (var (status, id) in expected)
        {
            var found = Assert.Single((await ListAsync(ada, $"?status={status}")).Items);
            Assert.Equal(id, found.Id);
            Assert.Equal(status, found.Status.ToString().ToUpperInvariant());
        }
    }

    [Fact]
    public async Task List_GoesOnWhereThePageEnded_WhateverComesInMeanwhile()
    {
        var ada = await server.SignInAsync("ada");
        var sent = new List<Guid>();
        for (var number = 0; number < 7; number++)
        {
            // Pairs of one moment, so that the page cuts between equals too.
            server.Clock.Advance(TimeSpan.FromSeconds(number % 2));
            sent.Add((await ada.AskAsync(await server.SignInAsync("bob"))).Id);
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await ListAsync(ada, $"?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Items.Select(request => request.Id));
            cursor = page.NextCursor;
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await ada.AskAsync(await server.SignInAsync("eve"));
        }
        while (cursor is not null);

        Assert.Equal(sent.Order(), seen.Order());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task List_HasNoNextPage_WhenTheLastOneIsExactlyFull()
    {
        var ada = await server.SignInAsync("ada");
        await ada.AskAsync(await server.SignInAsync("bob"));
        await ada.AskAsync(await server.SignInAsync("eve"));

        var page = await ListAsync(ada, "?limit=2");

        Assert.Equal(2, page.Items.Count);
        Assert.Null(page.NextCursor);
    }

    [Theory]
    [InlineData("direction=sideways", "direction")]
    [InlineData("direction=", "direction")]
    [InlineData("status=DONE", "status")]
    [InlineData("status=pending", "status")]
    [InlineData("status=1", "status")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=________________________________", "cursor")]
    public async Task List_Is400_ForAnythingElse(string query, string field)
    {
        var ada = await server.SignInAsync("ada");

        var problem = await Refusal.AssertAsync(ada.Http.GetAsync($"api/v1/requests?{query}"), 400, ErrorCodes.ValidationFailed);

        Assert.Equal([field], problem.Errors!.Keys.ToArray());
    }

    [Fact]
    public async Task List_Is400_ForALimitThatIsNoNumber()
    {
        var ada = await server.SignInAsync("ada");

        using var response = await ada.Http.GetAsync("api/v1/requests?limit=many");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<MeetRequestPage> ListAsync(Guest guest, string query = "") =>
        (await guest.Http.GetFromJsonAsync($"api/v1/requests{query}", ContractsJson.Default.MeetRequestPage))!;
}
