using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Client;

public sealed class OutgoingTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Outgoing _outgoing;

    public OutgoingTests() => _outgoing = new Outgoing(_clock, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100));

    [Fact]
    public void Fix_IsTheNewestOffered_AndHandedOutOnce()
    {
        _outgoing.Online();
        _outgoing.Offer(Fix(1));
        _outgoing.Offer(Fix(2));
        _outgoing.Offer(Fix(3));

        Assert.Equal(3, _outgoing.Next().Fix!.Lat);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_outgoing.Next().Fix);
    }

    [Fact]
    public void Fix_WaitsForItsTurn_AndANewerOneTakesItsPlace()
    {
        _outgoing.Online();
        _outgoing.Offer(Fix(1));
        _ = _outgoing.Next();
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        _outgoing.Offer(Fix(2));

        Assert.Equal(60, _outgoing.Next().Wait!.Value.TotalMilliseconds);
        _outgoing.Offer(Fix(3));
        _clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(3, _outgoing.Next().Fix!.Lat);
    }

    [Theory]
    [InlineData(4.9, true)]
    [InlineData(5.1, false)]
    public void Fix_OfferedOffline_IsSentOnReconnect_OnlyWhileYoung(double ageSeconds, bool sent)
    {
        _outgoing.Offer(Fix(1));
        Assert.Null(_outgoing.Next().Fix);
        _clock.Advance(TimeSpan.FromSeconds(ageSeconds));

        _outgoing.Online();

        Assert.Equal(sent, _outgoing.Next().Fix is not null);
    }

    [Fact]
    public void Fix_IsNotTaken_WhilePaused()
    {
        _outgoing.Online();
        _outgoing.Offer(Fix(1));
        _outgoing.Paused = true;

        Assert.False(_outgoing.Offer(Fix(2)));
        Assert.Null(_outgoing.Next().Fix);
        _outgoing.Paused = false;
        Assert.Null(_outgoing.Next().Fix);
        Assert.True(_outgoing.Offer(Fix(3)));
    }

    [Fact]
    public void Control_GoesFirst_InOrder_AndStaysUntilSent()
    {
        var pause = _outgoing.Add(new PauseSharing());
        var here = _outgoing.Add(new ImHereFrame());
        _outgoing.Offer(Fix(1));
        _outgoing.Online();

        Assert.Same(pause, _outgoing.Next().Control);
        _outgoing.Offline();
        Assert.Null(_outgoing.Next().Control);
        _outgoing.Online();
        Assert.Same(pause, _outgoing.Next().Control);
        _outgoing.Done(pause);
        Assert.Same(here, _outgoing.Next().Control);
        _outgoing.Done(here);
        Assert.NotNull(_outgoing.Next().Fix);
        Assert.True(pause.Sent.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Control_OfOneConnection_DiesWithIt()
    {
        _outgoing.Online();
        var ping = _outgoing.Add(new Ping(), ofThisConnection: true);
        _outgoing.Offline();
        _outgoing.Online();

        Assert.Null(_outgoing.Next().Control);
        Assert.True(ping.Sent.Task.IsCanceled);
    }

    [Fact]
    public async Task Control_Fails_WhenTheSessionIsOver()
    {
        var waiting = _outgoing.Add(new PauseSharing());
        _outgoing.Over();

        await Assert.ThrowsAsync<MeetUpException>(() => waiting.Sent.Task);
        Assert.Throws<MeetUpException>(() => _outgoing.Add(new Ping()));
        Assert.False(_outgoing.Offer(Fix(1)));
    }

    [Fact]
    public void Control_IsBounded()
    {
        for (var i = 0; i < 64; i++)
        {
            _outgoing.Add(new Ping());
        }

        Assert.Throws<MeetUpException>(() => _outgoing.Add(new Ping()));
    }

    [Fact]
    public async Task Wake_ComesWithWork()
    {
        _outgoing.Online();
        var idle = _outgoing.Next();
        Assert.False(idle.Wake.IsCompleted);

        _outgoing.Offer(Fix(1));

        await idle.Wake.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private LocationUpdate Fix(double lat) => new(lat, 0, 5, _clock.GetUtcNow());
}
