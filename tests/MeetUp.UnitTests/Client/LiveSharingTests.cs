using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using Microsoft.AspNetCore.Http;

namespace MeetUp.UnitTests.Client;

public sealed class LiveSharingTests : LiveSessionTest
{
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
        var second = await Server.NextAsync();
        Assert.Equal(LiveStatus.Grace, live.Status);
        live.Offer(Mine(2));
        live.Offer(Mine(3));
        Server.Clock.Advance(TimeSpan.FromSeconds(offlineSeconds));

        await second.SendAsync(Server.Snapshot());
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);
        await live.ImHereAsync().WaitAsync(PuppetServer.Patience);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        live.Offer(Mine(4));

        var fixes = FixesUntilAsync(second, last: 4);
        await Server.UntilAsync(() => fixes.IsCompleted, TimeSpan.FromMilliseconds(20));

        Assert.Equal(sent ? [3, 4] : [4], await fixes);
    }

    [Fact]
    public async Task Pause_HoldsAtOnce_AndIsToldOnTheNextConnection()
    {
        var live = Join();
        (await LiveAsync(live)).Abort();
        var second = await Server.NextAsync();
        live.Offer(Mine(1));
        var pausing = live.PauseAsync();
        Assert.False(live.Offer(Mine(2)));

        await second.SendAsync(Server.Snapshot());

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
        await Server.NextLiveAsync(SharingStatus.Paused);
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);

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
        Server.Clock.Advance(TimeSpan.FromMilliseconds(90));
        await Task.Yield();
        Assert.False(next.IsCompleted);
        await Server.UntilAsync(() => next.IsCompleted, TimeSpan.FromMilliseconds(10));

        Assert.Equal(50, ((LocationUpdate)(await next)!).Lat);
        Assert.Equal(50, live.View!.Me.Location!.Lat);
    }

    [Fact]
    public async Task Control_Fails_WhenNoConnectionComesInTime()
    {
        var live = Join();
        await Server.NextAsync();
        var saying = live.ImHereAsync();

        await Server.UntilAsync(() => saying.IsCompleted, TimeSpan.FromSeconds(1));

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

        await socket.SendAsync(new SessionEnded(EndReason.UserAction, Server.Clock.GetUtcNow()));
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
        Assert.Equal(1, Server.TicketsAsked);
    }

    [Fact]
    public async Task Leaving_WorksWhileConnecting()
    {
        var live = Join();
        await Server.NextAsync();

        await live.DisposeAsync().AsTask().WaitAsync(PuppetServer.Patience);

        Assert.Equal(LiveStatus.Ended, live.Status);
    }
}
