using BenchmarkDotNet.Attributes;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Frames;
using MeetUp.Server.Realtime.Meeting;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Microbench;

/// <summary>What is done with one update, step by step.</summary>
public class UpdateBenchmarks
{
    private readonly byte[] _text = Sample.Update(1);
    private readonly byte[] _masked = Sample.Masked(Sample.Update(1));
    private readonly byte[] _output = new byte[PeerLocationEncoder.MaxBytes];
    private readonly PeerLocationEncoder _encoder = new(Guid.CreateVersion7(Sample.Start));
    private readonly Inbox _inbox = new();
    private readonly TokenBucket _bucket = new();
    private readonly FixTrack _track = new();
    private readonly ProximityMeter _meter = new();
    private readonly AcceptedFix _alice = new(new Fix(52.52, 13.40, 5.2, Sample.Start, null, null), Sample.Start, 1);
    private readonly AcceptedFix _bob = new(new Fix(52.53, 13.40, 5.2, Sample.Start, null, null), Sample.Start, 1);
    private DateTimeOffset _now = Sample.Start;

    /// <summary>1: a masked frame of 180 bytes out of the stream's bytes.</summary>
    [Benchmark]
    public int Unframe()
    {
        _masked.CopyTo(_inbox.GetMemory());
        _inbox.Commit(_masked.Length);
        _inbox.TryRead(out var payload);
        var length = payload.Length;
        _inbox.Release();
        return length;
    }

    /// <summary>2.</summary>
    [Benchmark]
    public bool Limit() => _bucket.TryTake(_now += TimeSpan.FromMilliseconds(100));

    /// <summary>3.</summary>
    [Benchmark]
    public double Parse() => ClientFrameParser.Parse(_text).Fix.Lat;

    /// <summary>4 to 6: checks against the last one, number and memory.</summary>
    [Benchmark]
    public long CheckAndRemember()
    {
        _now += TimeSpan.FromMilliseconds(100);
        var fix = new Fix(52.52, 13.40, 5.2, _now, 87.5, 1.4);
        return _track.Check(fix, _now) is null ? _track.Accept(fix, _now).Seq : throw new InvalidOperationException("It must pass.");
    }

    /// <summary>Parse again, then the peer's frame: the difference to <see cref="Parse"/> is the encoder.</summary>
    [Benchmark]
    public int ParseAndEncode() => _encoder.Encode(_output, ClientFrameParser.Parse(_text), Sample.Start, 1_000_000);

    /// <summary>8.</summary>
    [Benchmark]
    public bool Proximity() => _meter.Update(_alice, _bob, Sample.Start);
}
