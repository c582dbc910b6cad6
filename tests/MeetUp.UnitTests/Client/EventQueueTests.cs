using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using static MeetUp.Client.Live.LiveEvent;

namespace MeetUp.UnitTests.Client;

public sealed class EventQueueTests
{
    private static readonly Guid Bob = Guid.Parse("01900000-0000-7000-8000-000000000002");

    [Fact]
    public async Task Reader_GetsControlInFull_AndTheNewestPosition_WhenSlow()
    {
        var queue = new EventQueue(backlog: 256);
        queue.Add(new FrameReceived(Fix(1)));
        queue.Add(new FrameReceived(Presence(PresenceStatus.Offline)));
        queue.Add(new FrameReceived(Fix(2)));
        queue.Add(new FrameReceived(Presence(PresenceStatus.Online)));
        queue.Add(new FrameReceived(Fix(3)));
        queue.Complete();

        var read = await ReadAllAsync(queue);

        Assert.Equal(
            [Presence(PresenceStatus.Offline), Presence(PresenceStatus.Online), Fix(3)],
            read.Cast<FrameReceived>().Select(received => received.Frame));
    }

    [Fact]
    public async Task Reader_GetsEveryPosition_WhenFast()
    {
        var queue = new EventQueue(backlog: 256);
        await using var reader = queue.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        for (var seq = 1; seq <= 50; seq++)
        {
            queue.Add(new FrameReceived(Fix(seq)));
            Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.Equal(Fix(seq), ((FrameReceived)reader.Current).Frame);
        }
    }

    [Fact]
    public async Task Queue_StaysBounded_AndKeepsTheNewestOfEachKind_WhenNobodyReads()
    {
        var queue = new EventQueue(backlog: 10);
        for (var i = 0; i < 10_000; i++)
        {
            queue.Add(new FrameReceived(new ProximityUpdate(i, Band.FarAway, Certainty.Possible, CanConfirm: false)));
            queue.Add(new FrameReceived(new ErrorFrame("RATE_LIMIT_EXCEEDED", $"{i}")));
            queue.Add(new StatusChanged(LiveStatus.Grace));
        }

        queue.Add(new StatusChanged(LiveStatus.Ended));
        queue.Complete();
        var read = await ReadAllAsync(queue);

        Assert.InRange(read.Count, 10, 15);
        Assert.Contains(read, happened => happened is FrameReceived { Frame: ProximityUpdate { DistanceM: 9_999 } });
        Assert.Contains(read, happened => happened is FrameReceived { Frame: ErrorFrame { Message: "9999" } });
        Assert.Equal(new StatusChanged(LiveStatus.Ended), read[^1]);
    }

    [Fact]
    public async Task Reader_Finishes_AlsoASecondOne()
    {
        var queue = new EventQueue(backlog: 4);
        queue.Complete();

        Assert.Empty(await ReadAllAsync(queue));
        Assert.Empty(await ReadAllAsync(queue));
    }

    [Fact]
    public void Event_ShowsNoPlace_AsText() =>
        Assert.DoesNotContain("48.2", new FrameReceived(Fix(1)).ToString(), StringComparison.Ordinal);

    private static async Task<List<LiveEvent>> ReadAllAsync(EventQueue queue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        List<LiveEvent> read = [];
        await foreach (var happened in queue.ReadAsync(patience.Token))
        {
            read.Add(happened);
        }

        return read;
    }

    private static PeerLocation Fix(long seq) => new(Bob, 48.2, 16.3, 5, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, seq);

    private static PresenceUpdate Presence(PresenceStatus status) => new(Bob, status, SharingStatus.Live, LastSeen: null);
}
