using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>A ticket opens one socket, once, soon, for whom and what it was made.</summary>
public sealed class TicketTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Ticket_IsLongRandomAndUrlSafe()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        var tickets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 10; i++)
        {
            tickets.Add(await ada.TicketAsync(session));
        }

        Assert.Equal(10, tickets.Count);
        Assert.All(tickets, ticket => Assert.Matches("^[A-Za-z0-9_-]{43}$", ticket));
    }

    [Fact]
    public async Task Ticket_OpensOneSocket_WhenManyTryIt()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        var ticket = await ada.TicketAsync(session);

        var probes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => KnockAsync(session, ticket)));
        var firsts = await Task.WhenAll(probes.Select(probe => probe.NextAsync<ServerFrame>()));
        Assert.Single(firsts.OfType<SessionSnapshot>());
        Assert.Equal(7, firsts.OfType<ErrorFrame>().Count(error => error.Code == ErrorCodes.Unauthenticated));
        foreach (var probe in probes)
        {
            await probe.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(20.1, false)]
    public async Task Ticket_LivesTwentySeconds(double seconds, bool isGood)
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        var ticket = await ada.TicketAsync(session);
        server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        await using var probe = await KnockAsync(session, ticket);
        Assert.Equal(isGood, await probe.NextAsync<ServerFrame>() is SessionSnapshot);
    }

    [Fact]
    public async Task Ticket_IsSpent_WhenShownForAnotherSession()
    {
        var ada = await server.SignInAsync("ada");
        var (one, other) = ((await ada.CreateSessionAsync()).Id, (await ada.CreateSessionAsync()).Id);
        var ticket = await ada.TicketAsync(one);

        await using var wrong = await KnockAsync(other, ticket);
        await wrong.ExpectCloseAsync(CloseCodes.Unauthenticated);
        await using var late = await KnockAsync(one, ticket);
        await late.ExpectCloseAsync(CloseCodes.Unauthenticated);
    }

    [Fact]
    public async Task Ticket_Is404_ForSomeoneElsesSession()
    {
        var (ada, eve) = (await server.SignInAsync("ada"), await server.SignInAsync("eve"));
        var session = await ada.CreateSessionAsync();

        foreach (var path in new[] { "ws-ticket", "im-here" })
        {
            await Refusal.AssertAlikeAsync(
                eve.PostAsync($"api/v1/sessions/{session.Id}/{path}"),
                eve.PostAsync($"api/v1/sessions/{Guid.CreateVersion7(server.Now)}/{path}"));
        }

        await Refusal.AssertAlikeAsync(
            eve.SendLocationAsync(session.Id, server.FixAt(0)), eve.SendLocationAsync(Guid.CreateVersion7(server.Now), server.FixAt(0)));
        await Refusal.AssertAlikeAsync(
            eve.Http.GetAsync($"api/v1/sessions/{session.Id}/snapshot"), eve.Http.GetAsync($"api/v1/sessions/{Guid.CreateVersion7(server.Now)}/snapshot"));
    }

    [Fact]
    public async Task Connection_OverATicket_EndsWithTheTokenItWasAskedWith()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        server.Clock.Advance(TimeSpan.FromSeconds(ada.Tokens.ExpiresIn - 70));
        var other = await ada.CreateSessionAsync();
        await using var probe = await KnockAsync(other.Id, await ada.TicketAsync(other.Id));
        await probe.NextAsync<SessionSnapshot>();

        server.Clock.Advance(TimeSpan.FromSeconds(11));
        await probe.NextAsync<TokenExpiring>();
        server.Clock.Advance(TimeSpan.FromSeconds(85));
        await probe.ExpectCloseAsync(CloseCodes.Unauthenticated);
        Assert.NotEqual(session, other.Id);
    }

    private Task<SocketProbe> KnockAsync(Guid session, string ticket) => SocketProbe.OpenAsync(server, $"session_id={session}&ticket={ticket}");
}
