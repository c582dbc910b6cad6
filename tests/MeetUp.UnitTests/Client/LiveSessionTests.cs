using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using Microsoft.AspNetCore.Http;

namespace MeetUp.UnitTests.Client;

public sealed class LiveSessionTests : IAsyncLifetime
{
    private readonly List<LiveSession> _joined = [];
    private PuppetServer _server = null!;
    private MeetUpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PuppetServer.StartAsync();
        _client = _server.Client();
    }

    public async ValueTask DisposeAsync()
    {
        // Their last wait for the server's close is by the clock that stands still.
        var leaving = Task.WhenAll(_joined.Select(live => live.DisposeAsync().AsTask()));
        await _server.UntilAsync(() => leaving.IsCompleted, TimeSpan.FromMilliseconds(500));
        await leaving;
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Session_IsLive_FromItsSnapshot_AndShowsThePeer()
    {
        var live = Join();
        var socket = await _server.NextAsync();
        Assert.Equal(LiveStatus.Connecting, live.Status);
        await socket.SendAsync(_server.Snapshot());
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);

        await socket.SendAsync(Bobs(seq: 1));
        await _server.UntilAsync(() => live.View!.Peer!.Location is not null);
        _server.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("bob", live.View!.Peer!.DisplayName);
        Assert.Equal(3, live.PeerFixAge!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Loss_IsFollowedAtOnce_ByAFreshTicketAndASnapshot()
    {
        var live = Join();
        (await LiveAsync(live)).Abort();

        var second = await _server.NextLiveAsync();
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);
        await second.SendAsync(Bobs(seq: 9));
        await _server.UntilAsync(() => live.View!.Peer!.Location?.Seq is 9);

        Assert.Equal(["ticket-1", "ticket-2"], _server.TicketsUsed);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(6, false)]
    public async Task Fix_OfferedWhileOffline_IsSentOnce_OnlyWhileYoung(int offlineSeconds, bool sent)
    {
        var live = Join();
        var first = await LiveAsync(live);
        live.Offer(Mine(1));
        Assert.Equal(1, Assert.IsType<LocationUpdate>(await first.NextAsync()).Lat);
        first.Abort();
        var second = await _server.NextAsync();
        Assert.Equal(LiveStatus.Grace, live.Status);
        live.Offer(Mine(2));
        live.Offer(Mine(3));
        _server.Clock.Advance(TimeSpan.FromSeconds(offlineSeconds));

        await second.SendAsync(_server.Snapshot());
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);
        await live.ImHereAsync().WaitAsync(PuppetServer.Patience);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        live.Offer(Mine(4));

        var fixes = FixesUntilAsync(second, last: 4);
        await _server.UntilAsync(() => fixes.IsCompleted, TimeSpan.FromMilliseconds(20));

        Assert.Equal(sent ? [3, 4] : [4], await fixes);
    }

    [Fact]
    public async Task Reconnect_WaitsAsLongAsTheServerAsks()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        await socket.SendAsync(new Reconnect(1500));
        await socket.CloseAsync(CloseCodes.Restarting);
        await _server.UntilAsync(() => live.Status is LiveStatus.Grace);

        _server.Clock.Advance(TimeSpan.FromMilliseconds(1400));
        await Task.Yield();
        Assert.Equal(1, _server.TicketsAsked);
        await _server.UntilAsync(() => _server.TicketsAsked is 2, TimeSpan.FromMilliseconds(20));
        await _server.NextLiveAsync();
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);
    }

    [Fact]
    public async Task Session_Reconnects_ThroughGrace_UntilTheServerIsBack()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        _server.RefuseTickets = context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        };
        socket.Abort();
        await _server.UntilAsync(() => live.Status is LiveStatus.Grace);
        await _server.UntilAsync(() => live.Status is LiveStatus.Reconnecting, TimeSpan.FromMilliseconds(100));
        Assert.InRange(_server.TicketsAsked, 3, 40);

        _server.RefuseTickets = null;
        var back = Task.Run(() => _server.NextLiveAsync());
        await _server.UntilAsync(() => live.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(100));
        await back;
    }

    [Fact]
    public async Task Connect_WaitsForRetryAfter()
    {
        _server.RefuseTickets = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "9";
            return Task.CompletedTask;
        };
        var live = Join();
        await _server.UntilAsync(() => _server.TicketsAsked is 1);
        var since = _server.Clock.GetUtcNow();

        await _server.UntilAsync(() => _server.TicketsAsked is 2, TimeSpan.FromMilliseconds(50));

        Assert.InRange((_server.Clock.GetUtcNow() - since).TotalSeconds, 9, 12);
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
        Assert.Equal(1, _server.TicketsAsked);
    }

    [Fact]
    public async Task Session_IsOver_WhenTheFirstFrameIsARefusal_AndTheReasonIsLookedUp()
    {
        _server.Ended = EndReason.ProximityReached;
        var live = Join();
        var socket = await _server.NextAsync();
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
        await socket.SendAsync(new SessionEnded(EndReason.Expired, _server.Clock.GetUtcNow()));
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

        await _server.UntilAsync(() => live.Status is LiveStatus.Grace, TimeSpan.FromMilliseconds(250));

        Assert.InRange(_server.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
        await _server.NextLiveAsync();
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);
    }

    [Fact]
    public async Task Socket_StaysAlive_ByAnyFrame()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        for (var seq = 1; seq <= 12; seq++)
        {
            await socket.SendAsync(Bobs(seq));
            await _server.UntilAsync(() => live.View!.Peer!.Location?.Seq == seq);
            _server.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(LiveStatus.Live, live.Status);
        Assert.Equal(1, _server.TicketsAsked);
    }

    [Fact]
    public async Task Pong_TellsTheServersTime()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        Assert.IsType<Ping>(await socket.NextOrPingAsync());

        await socket.SendAsync(new Pong(_server.Clock.GetUtcNow().AddMinutes(4)));
        await _server.UntilAsync(() => live.RoundTrip is not null);

        Assert.Equal(_server.Clock.GetUtcNow().AddMinutes(4), live.ServerNow);
    }

    [Fact]
    public async Task Token_IsRenewed_BeforeItExpires()
    {
        var live = Join();
        var socket = await LiveAsync(live);

        await socket.SendAsync(new TokenExpiring(_server.Clock.GetUtcNow().AddMinutes(1)));

        Assert.Equal("fresh-access", Assert.IsType<AuthRefresh>(await socket.NextAsync()).Token);
        Assert.Equal("fresh-access", _client.Tokens!.AccessToken);
    }

    [Fact]
    public async Task Pause_HoldsAtOnce_AndIsToldOnTheNextConnection()
    {
        var live = Join();
        (await LiveAsync(live)).Abort();
        var second = await _server.NextAsync();
        live.Offer(Mine(1));
        var pausing = live.PauseAsync();
        Assert.False(live.Offer(Mine(2)));

        await second.SendAsync(_server.Snapshot());

        Assert.IsType<PauseSharing>(await second.NextAsync());
        await pausing.WaitAsync(PuppetServer.Patience);
        await live.ResumeAsync().WaitAsync(PuppetServer.Patience);
        Assert.True(live.Offer(Mine(3)));
        ClientFrame? frame;
        while ((frame = await second.NextAsync()) is not LocationUpdate)
        {
            Assert.True(frame is PauseSharing or ResumeSharing);
        }

        Assert.Equal(3, ((LocationUpdate)frame).Lat);
    }

    [Fact]
    public async Task Pause_OfAnEarlierConnection_HoldsHereToo()
    {
        var live = Join();
        await _server.NextLiveAsync(SharingStatus.Paused);
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);

        Assert.False(live.Offer(Mine(1)));
    }

    [Fact]
    public async Task Fixes_AreLatestWins_AtTenASecond()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        live.Offer(Mine(1));
        Assert.Equal(1, ((LocationUpdate)(await socket.NextAsync())!).Lat);
        for (var lat = 2; lat <= 50; lat++)
        {
            live.Offer(Mine(lat));
        }

        var next = socket.NextAsync();
        _server.Clock.Advance(TimeSpan.FromMilliseconds(90));
        await Task.Yield();
        Assert.False(next.IsCompleted);
        await _server.UntilAsync(() => next.IsCompleted, TimeSpan.FromMilliseconds(10));

        Assert.Equal(50, ((LocationUpdate)(await next)!).Lat);
        Assert.Equal(50, live.View!.Me.Location!.Lat);
    }

    [Fact]
    public async Task Control_Fails_WhenNoConnectionComesInTime()
    {
        var live = Join();
        await _server.NextAsync();
        var saying = live.ImHereAsync();

        await _server.UntilAsync(() => saying.IsCompleted, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<MeetUpException>(() => saying);
    }

    [Fact]
    public async Task End_WaitsForTheServersWord()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        var ending = live.EndAsync();
        Assert.IsType<EndSession>(await socket.NextAsync());
        Assert.False(ending.IsCompleted);

        await socket.SendAsync(new SessionEnded(EndReason.UserAction, _server.Clock.GetUtcNow()));
        await socket.CloseAsync(CloseCodes.Normal);
        await ending.WaitAsync(PuppetServer.Patience);

        Assert.Equal(EndReason.UserAction, (await live.Completion).Reason);
        await live.EndAsync();
    }

    [Fact]
    public async Task Leaving_ClosesPolitely_AndForGood()
    {
        var live = Join();
        var socket = await LiveAsync(live);
        var leaving = live.DisposeAsync().AsTask();

        Assert.Null(await socket.NextAsync());
        Assert.Equal(CloseCodes.Normal, socket.CloseCode);
        await socket.CloseAsync(CloseCodes.Normal);
        await leaving.WaitAsync(PuppetServer.Patience);
        await live.DisposeAsync();

        Assert.Null((await live.Completion).Reason);
        Assert.Equal(1, _server.TicketsAsked);
    }

    [Fact]
    public async Task Leaving_WorksWhileConnecting()
    {
        var live = Join();
        await _server.NextAsync();

        await live.DisposeAsync().AsTask().WaitAsync(PuppetServer.Patience);

        Assert.Equal(LiveStatus.Ended, live.Status);
    }

    private LiveSession Join()
    {
        var live = _client.JoinLive(PuppetServer.SessionId);
        _joined.Add(live);
        return live;
    }

    private async Task<PuppetSocket> LiveAsync(LiveSession live)
    {
        var socket = await _server.NextLiveAsync();
        await _server.UntilAsync(() => live.Status is LiveStatus.Live);
        return socket;
    }

    private static async Task<List<double>> FixesUntilAsync(PuppetSocket socket, double last)
    {
        List<double> fixes = [];
        while (fixes.Count is 0 || fixes[^1] != last)
        {
            var frame = await socket.NextAsync();
            Assert.NotNull(frame);
            if (frame is LocationUpdate fix)
            {
                fixes.Add(fix.Lat);
            }
        }

        return fixes;
    }

    private LocationUpdate Mine(double lat) => new(lat, 0, 5, _server.Clock.GetUtcNow());

    private PeerLocation Bobs(long seq) => new(PuppetServer.Bob, 48, 16, 5, _server.Clock.GetUtcNow(), _server.Clock.GetUtcNow(), seq);
}
