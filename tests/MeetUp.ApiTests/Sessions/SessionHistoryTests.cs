using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;

namespace MeetUp.ApiTests.Sessions;

public sealed class SessionHistoryTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task History_TellsWhoWhenHowLongAndWhy()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var id = await ada.MeetAsync(bob);
        server.Clock.Advance(TimeSpan.FromSeconds(754));
        await bob.EndAsync(id);

        var past = Assert.Single((await HistoryAsync(ada)).Items);

        var session = await ada.SessionAsync(id);
        Assert.Equal(
            new PastSession(id, new PersonRef(bob.Id, "bob"), session.CreatedAt, session.ActivatedAt, session.EndedAt!.Value, 754, EndReason.UserAction),
            past);
        Assert.Equal(new PersonRef(ada.Id, "ada"), Assert.Single((await HistoryAsync(bob)).Items).Peer);
    }

    [Fact]
    public async Task History_HasNoPeer_WhenNobodyCameOrTheyAreGone()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var alone = (await ada.CreateSessionAsync()).Id;
        await ada.EndAsync(alone);
        var together = await ada.MeetAsync(bob);
        await ada.EndAsync(together);
        using var leaving = await bob.Http.DeleteAsync("api/v1/users/me");
        leaving.EnsureSuccessStatusCode();

        var items = (await HistoryAsync(ada)).Items;

        Assert.Equal(new HashSet<Guid> { together, alone }, items.Select(past => past.Id).ToHashSet());
        Assert.All(items, past => Assert.Null(past.Peer));
        Assert.Equal("", (await ada.SessionAsync(together)).Participants[1].DisplayName);
    }

    [Fact]
    public async Task Lists_KeepLiveAndEndedSessionsApart()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var ended = await ada.MeetAsync(bob);
        await ada.EndAsync(ended);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var older = (await ada.CreateSessionAsync()).Id;
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await ada.MeetAsync(bob);

        Assert.Equal([newer, older], (await ActiveAsync(ada)).Items.Select(session => session.Id));
        Assert.Equal([newer], (await ActiveAsync(bob)).Items.Select(session => session.Id));
        Assert.Equal([ended], (await HistoryAsync(ada)).Items.Select(past => past.Id));
        Assert.Empty((await ActiveAsync(await server.SignInAsync("eve"))).Items);
    }

    [Fact]
    public async Task History_ComesInPages_NewestEndFirst()
    {
        var ada = await server.SignInAsync("ada");
        var ended = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            var session = await ada.CreateSessionAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await ada.EndAsync(session.Id);
            ended.Insert(0, session.Id);
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await HistoryAsync(ada, $"?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Items.Select(past => past.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(ended, seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=abc", "cursor")]
    public async Task History_Is400_ForAPageThatCannotBe(string query, string field)
    {
        var ada = await server.SignInAsync("ada");

        var problem = await Refusal.AssertAsync(ada.Http.GetAsync($"api/v1/sessions/history?{query}"), 400, ErrorCodes.ValidationFailed);

        Assert.Equal([field], problem.Errors!.Keys.ToArray());
    }

    private static async Task<PastSessionPage> HistoryAsync(Guest guest, string query = "") =>
        (await guest.Http.GetFromJsonAsync($"api/v1/sessions/history{query}", ContractsJson.Default.PastSessionPage))!;

    private static async Task<SessionList> ActiveAsync(Guest guest) =>
        (await guest.Http.GetFromJsonAsync("api/v1/sessions/active", ContractsJson.Default.SessionList))!;
}
