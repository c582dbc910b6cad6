using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Sessions;

/// <summary>What a sweep stores; nobody looks at the sessions meanwhile, since that alone would end an overdue one.</summary>
public sealed class SessionExpiryTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    [InlineData(901, true)]
    public async Task Pending_ExpiresAfterFifteenMinutesAlone(int seconds, bool ends)
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();

        await PassAsync(TimeSpan.FromSeconds(seconds));

        await AssertEndedAsync(session.Id, ends);
    }

    [Theory]
    [InlineData(1_799, false)]
    [InlineData(1_800, true)]
    [InlineData(1_801, true)]
    public async Task Active_ExpiresAfterThirtyMinutesWithNobodyThere(int seconds, bool ends)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var sessionId = await ada.MeetAsync(bob);

        await PassAsync(TimeSpan.FromSeconds(seconds));

        await AssertEndedAsync(sessionId, ends);
    }

    [Fact]
    public async Task Active_IsNotIdle_WhileFixesComeIn()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var sessionId = await ada.MeetAsync(bob);

        await PassAsync(TimeSpan.FromMinutes(29));
        await server.Gate.SaveActivityAsync([new SeatActivity(sessionId, bob.Id, server.Now)], CancellationToken.None);
        await PassAsync(TimeSpan.FromMinutes(29));

        await AssertEndedAsync(sessionId, ended: false);
        await PassAsync(TimeSpan.FromMinutes(1));
        await AssertEndedAsync(sessionId, ended: true);
    }

    [Theory]
    [InlineData(7_199, false)]
    [InlineData(7_200, true)]
    public async Task Active_ExpiresAtItsLimit_HoweverLively(int seconds, bool ends)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var sessionId = await ada.MeetAsync(bob);
        for (var minute = 20; minute < 120; minute += 20)
        {
            await PassAsync(TimeSpan.FromMinutes(20));
            await server.Gate.SaveActivityAsync([new SeatActivity(sessionId, bob.Id, server.Now)], CancellationToken.None);
        }

        await PassAsync(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMinutes(100));

        await AssertEndedAsync(sessionId, ends);
    }

    [Fact]
    public async Task Sweep_EndsEverySessionOnce_HoweverManySweepAtOnce()
    {
        var ada = await server.SignInAsync("ada");
        var sessions = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            sessions.Add((await ada.CreateSessionAsync()).Id);
        }

        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await Task.WhenAll(server.SweepAsync(), server.SweepAsync(), server.SweepAsync()).WaitAsync(Patience);

        await using var db = server.OpenDb();
        var ends = await db.Audit
            .Where(row => row.Type == AuditEvents.SessionEnded && sessions.Contains(row.SessionId!.Value)).ToListAsync();
        Assert.Equal(sessions.Order(), ends.Select(row => row.SessionId!.Value).Order());
        Assert.All(ends, row => Assert.Equal((null, "EXPIRED"), (row.ActorId, row.Reason)));
    }

    [Fact]
    public async Task Sweep_ComesByItself_AsTheClockMoves()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();

        server.Clock.Advance(TimeSpan.FromMinutes(15));
        var start = TimeProvider.System.GetTimestamp();
        await using var db = server.OpenDb();
        while (!await db.Sessions.AnyAsync(row => row.Id == session.Id && row.Status == SessionStatus.Ended))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "No sweep came.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    [Fact]
    public async Task Session_IsSeenEndedAtOnce_WithoutAnySweep()
    {
        await using var still = new SeldomSweptServer();
        await still.InitializeAsync();
        var ada = await still.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();
        var token = await ada.InviteAsync(session.Id);
        still.Clock.Advance(TimeSpan.FromMinutes(15));
        var bob = await still.SignInAsync("bob");

        await Refusal.AssertAsync(ada.PostAsync($"api/v1/sessions/{session.Id}/invites"), 409, ErrorCodes.SessionNotActive);
        await Refusal.AssertAsync(
            bob.PostAsync("api/v1/invite/redeem", new(token), ContractsJson.Default.InviteTokenBody), 410, ErrorCodes.InviteExpired);
        var seen = await ada.SessionAsync(session.Id);
        Assert.Equal((SessionStatus.Ended, EndReason.Expired), (seen.Status, seen.EndReason));
    }

    [Fact]
    public async Task Pair_GetsANewSession_WhenTheOldOneIsOverdue()
    {
        await using var still = new SeldomSweptServer();
        await still.InitializeAsync();
        var (ada, bob) = (await still.SignInAsync("ada"), await still.SignInAsync("bob"));
        var old = await ada.CreateSessionAsync(expiresIn: 900);
        await bob.RedeemAsync(await ada.InviteAsync(old.Id));
        still.Clock.Advance(TimeSpan.FromMinutes(15));

        var anew = await ada.MeetAsync(bob);

        Assert.NotEqual(old.Id, anew);
        Assert.Equal(EndReason.Expired, (await ada.SessionAsync(old.Id)).EndReason);
    }

    private async Task PassAsync(TimeSpan time)
    {
        server.Clock.Advance(time);
        await server.SweepAsync();
    }

    private async Task AssertEndedAsync(Guid sessionId, bool ended)
    {
        await using var db = server.OpenDb();
        var session = await db.Sessions.SingleAsync(row => row.Id == sessionId);
        Assert.Equal(ended ? EndReason.Expired : null, session.EndReason);
        Assert.Equal(ended, session.Status is SessionStatus.Ended);
    }

    private sealed class SeldomSweptServer : MeetUpServer
    {
        public SeldomSweptServer() => Set("MeetUp__Sessions__SweepSeconds", "3600");
    }
}
