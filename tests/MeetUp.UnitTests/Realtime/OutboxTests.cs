using System.Text;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Socket;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Realtime;

public sealed class OutboxTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SocketPipe _client = new();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(_client, _clock);

    [Fact]
    public void Frames_AreSentInOrder_WithTheNewestPositionInItsPlace()
    {
        Post("a");
        Put("1");
        Put("2");
        Post("b");
        Post("c");
        _outbox.Flush();

        Assert.Equal("a 2 b c", Texts());
        Assert.Equal(1, _client.Writes);
    }

    [Fact]
    public void Position_MovesBehindWhatCameBeforeItsReplacement()
    {
        Put("1");
        Post("a");
        Put("2");
        _outbox.Flush();

        Assert.Equal("a 2", Texts());
    }

    [Fact]
    public void SlowReader_GetsTheNewestPositionOnly_AndEveryControlFrame()
    {
        _client.StopReading();
        Put("1");
        _outbox.Flush();
        Assert.Equal("1", Texts());
        for (var i = 2; i <= 50; i++)
        {
            Put($"{i}");
            _outbox.Flush();
        }

        Post("a");
        Post("b");
        _outbox.Flush();
        Assert.Empty(Texts());

        _client.ReadOn();
        Assert.Equal("50 a b", Texts());
    }

    [Fact]
    public void Blocked_IsSinceTheFirstWriteThatWaits_UntilItIsDone()
    {
        Assert.Null(_outbox.BlockedSince);
        _client.StopReading();
        Post("a");
        _outbox.Flush();
        var since = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(7));
        Post("b");
        _outbox.Flush();
        Assert.Equal(since, _outbox.BlockedSince);

        _client.ReadOn();
        Assert.Null(_outbox.BlockedSince);
        Assert.Equal("a b", Texts());
    }

    [Fact]
    public void Close_IsTheLastFrame_AndTheFirstCodeWins()
    {
        Post("a");
        Put("1");
        Assert.True(_outbox.Close(CloseCodes.Normal));
        Assert.False(_outbox.Close(CloseCodes.Replaced));
        Assert.Equal(Posted.Closed, _outbox.Post(OutboundFrame.Text("b"u8.ToArray())));
        Assert.False(_outbox.PutLatest("2"u8));
        _outbox.Flush();

        var frames = _client.TakeFrames();
        Assert.Equal("a", frames[0].Text);
        Assert.Equal(CloseCodes.Normal, frames[1].CloseCode);
        Assert.Equal(2, frames.Count);
    }

    [Fact]
    public void Ring_SaysFull_WhenNobodyReads()
    {
        _client.StopReading();
        Post("first");
        _outbox.Flush();
        for (var i = 0; i < Outbox.MaxWaiting; i++)
        {
            Assert.Equal(Posted.Waiting, Post($"{i}"));
        }

        Assert.Equal(Posted.Full, Post("one too many"));
        Assert.True(_outbox.Close(CloseCodes.SlowReader));
        _client.ReadOn();
        Assert.Equal(CloseCodes.SlowReader, _client.TakeFrames()[^1].CloseCode);
    }

    [Fact]
    public void DroppedPosition_IsNotSent()
    {
        Put("1");
        Post("a");
        _outbox.DropLatest();
        _outbox.Flush();
        Assert.Equal("a", Texts());
    }

    [Fact]
    public async Task ManyWriters_LoseNothing_AndKeepTheirOrder()
    {
        const int PerWriter = 2_000;
        var rounds = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < PerWriter; i++)
            {
                while (Post($"{writer}:{i}") == Posted.Full)
                {
                    _outbox.Flush();
                }

                Put($"p{i}");
                _outbox.Flush();
            }
        }));
        await Task.WhenAll(rounds).WaitAsync(TimeSpan.FromSeconds(60));
        _outbox.Flush();

        var texts = Texts().Split(' ');
        foreach (var writer in Enumerable.Range(0, 4))
        {
            Assert.Equal(
                string.Join(' ', Enumerable.Range(0, PerWriter).Select(i => $"{writer}:{i}")),
                string.Join(' ', texts.Where(text => text.StartsWith($"{writer}:", StringComparison.Ordinal))));
        }

        Assert.Contains(texts, text => text[0] == 'p');
    }

    private Posted Post(string text) => _outbox.Post(OutboundFrame.Text(Encoding.UTF8.GetBytes(text)));

    private void Put(string text) => _outbox.PutLatest(Encoding.UTF8.GetBytes(text));

    private string Texts() => string.Join(' ', _client.TakeFrames().Select(frame => frame.Text));
}
