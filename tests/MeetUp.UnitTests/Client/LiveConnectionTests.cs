using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using Microsoft.AspNetCore.Http;

namespace MeetUp.UnitTests.Client;

public sealed class LiveConnectionTests : LiveSessionTest
{
    [Fact]
    public async Task Session_IsLive_FromItsSnapshot_AndShowsThePeer()
    {
        var live = Join();
        var socket = await Server.NextAsync();
        Assert.Equal(LiveStatus.Connecting, live.Status);
        await socket.SendAsync(Server.Snapshot());
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);

        await socket.SendAsync(Bobs(seq: 1));
        await Server.UntilAsync(() => live.View!.Peer!.Location is not null);
        Server.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("bob", live.View!.Peer!.DisplayName);
        Assert.Equal(3, live.PeerFixAge!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Loss_IsFollowedAtOnce_ByAFreshTicketAndASnapshot()
    {
        var live = Join();
        (await LiveAsync(live)).Abort();

        var second = await Server.NextLiveAsync();
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);
        await second.SendAsync(Bobs(seq: 9));
        await Server.UntilAsync(() => live.View!.Peer!.Location?.Seq is 9);

        Assert.Equal(["ticket-1", "ticket-2"], Server.TicketsUsed);
    }

    [Fact]
    public async Task Reconnect_WaitsAsLongAsTheServerAsks()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        await socket.SendAsync(new Reconnect(1500));
        await socket.CloseAsync(CloseCodes.Restarting);
        await Server.UntilAsync(() => live.Status is LiveStatus.Grace);

        Server.Clock.Advance(TimeSpan.FromMilliseconds(1400));
        await Task.Yield();
        Assert.Equal(1, Server.TicketsAsked);
        await Server.UntilAsync(() => Server.TicketsAsked is 2, TimeSpan.FromMilliseconds(20));
        await Server.NextLiveAsync();
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);
    }

    [Fact]
    public async Task Session_Reconnects_ThroughGrace_UntilTheServerIsBack()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        Server.RefuseTickets = context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        };
        socket.Abort();
        await Server.UntilAsync(() => live.Status is LiveStatus.Grace);
        await Server.UntilAsync(() => live.Status is LiveStatus.Reconnecting, TimeSpan.FromMilliseconds(100));
        Assert.InRange(Server.TicketsAsked, 3, 40);

        Server.RefuseTickets = null;
        var back = Task.Run(() => Server.NextLiveAsync());
        await Server.UntilAsync(() => live.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(100));
        await back;
    }

    [Fact]
    public async Task Connect_WaitsForRetryAfter()
    {
        Server.RefuseTickets = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "9";
            return Task.CompletedTask;
        };
        var live = Join();
        await Server.UntilAsync(() => Server.TicketsAsked is 1);
        var since = Server.Clock.GetUtcNow();

        await Server.UntilAsync(() => Server.TicketsAsked is 2, TimeSpan.FromMilliseconds(50));

        Assert.InRange((Server.Clock.GetUtcNow() - since).TotalSeconds, 9, 12);
    }

    [Theory]
    [InlineData(CloseCodes.Replaced, ErrorCodes.ConnectionReplaced)]
    [InlineData(CloseCodes.NotFound, ErrorCodes.NotFound)]
    [InlineData(CloseCodes.Unauthenticated, ErrorCodes.Unauthenticated)]
    public async Task Session_IsOver_WhenTheServerSaysNotToComeBack(int closeCode, string errorCode)
    {
        var live = Join();
        var socket = await LiveAsync(live);

        await socket.CloseAsync(closeCode);
        var end = await live.Completion.WaitAsync(PuppetServer.Patience);

        Assert.Equal(new LiveEnd(null, errorCode, closeCode), end);
        Assert.Equal(LiveStatus.Ended, live.Status);
        Assert.False(live.Offer(Mine(1)));
        Assert.Equal(1, Server.TicketsAsked);
    }

    [Fact]
    public async Task Session_IsOver_WhenTheFirstFrameIsARefusal_AndTheReasonIsLookedUp()
    {
        Server.Ended = EndReason.ProximityReached;
        var live = Join();
        var socket = await Server.NextAsync();
        await socket.SendAsync(new ErrorFrame(ErrorCodes.SessionNotActive, "It has ended."));
        await socket.CloseAsync(CloseCodes.SessionEnded);

        var end = await live.Completion.WaitAsync(PuppetServer.Patience);

        Assert.Equal(EndReason.ProximityReached, end.Reason);
        Assert.Equal(ErrorCodes.SessionNotActive, end.Code);
    }

    [Fact]
    public async Task Session_Ends_WithEveryEventRead()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        await socket.SendAsync(new SessionEnded(EndReason.Expired, Server.Clock.GetUtcNow()));
        await socket.CloseAsync(CloseCodes.Normal);

        List<LiveEvent> events = [];
        await foreach (var happened in live.ReadEventsAsync().WithCancellation(new CancellationTokenSource(PuppetServer.Patience).Token))
        {
            events.Add(happened);
        }

        Assert.Equal(EndReason.Expired, (await live.Completion).Reason);
        Assert.IsType<SessionSnapshot>(Assert.IsType<LiveEvent.FrameReceived>(events[0]).Frame);
        Assert.Equal(LiveStatus.Live, Assert.IsType<LiveEvent.StatusChanged>(events[1]).Status);
        Assert.IsType<SessionEnded>(Assert.IsType<LiveEvent.FrameReceived>(events[^2]).Frame);
        Assert.Equal(EndReason.Expired, Assert.IsType<LiveEvent.StatusChanged>(events[^1]).End!.Reason);
    }

    [Fact]
    public async Task Socket_ThatWentSilent_IsFoundAndReplaced()
    {
        var live = Join();
        var silent = await LiveAsync(live);
        Assert.IsType<Ping>(await silent.NextOrPingAsync());

        await Server.UntilAsync(() => live.Status is LiveStatus.Grace, TimeSpan.FromMilliseconds(250));

        Assert.InRange(Server.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
        await Server.NextLiveAsync();
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);
    }

    [Fact]
    public async Task Socket_StaysAlive_ByAnyFrame()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        for (var seq = 1; seq <= 12; seq++)
        {
            await socket.SendAsync(Bobs(seq));
            await Server.UntilAsync(() => live.View!.Peer!.Location?.Seq == seq);
            Server.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(LiveStatus.Live, live.Status);
        Assert.Equal(1, Server.TicketsAsked);
    }

    [Fact]
    public async Task Pong_TellsTheServersTime()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        Assert.IsType<Ping>(await socket.NextOrPingAsync());

        await socket.SendAsync(new Pong(Server.Clock.GetUtcNow().AddMinutes(4)));
        await Server.UntilAsync(() => live.RoundTrip is not null);

        Assert.Equal(Server.Clock.GetUtcNow().AddMinutes(4), live.ServerNow);
    }

    [Fact]
    public async Task Token_IsRenewed_BeforeItExpires()
    {
        var live = Join();
        var socket = await LiveAsync(live);

        await socket.SendAsync(new TokenExpiring(Server.Clock.GetUtcNow().AddMinutes(1)));

        Assert.Equal("fresh-access", Assert.IsType<AuthRefresh>(await socket.NextAsync()).Token);
        Assert.Equal("fresh-access", Client.Tokens!.AccessToken);
    }
}
