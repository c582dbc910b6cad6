using System.Buffers;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>A rented buffer with whole frames, ready to be written.</summary>
internal readonly struct FrameBatch(byte[] buffer, int start, int length)
{
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(start, length);

    public void Return() => ArrayPool<byte>.Shared.Return(buffer);
}

/// <summary>
/// A short ring of control frames and one slot for the newest position, which keeps its place among them.
/// A mutable part of its <see cref="Outbox"/>, whose lock guards every call.
/// </summary>
internal struct PendingFrames()
{
    /// <summary>A position frame with all of its members is about 300 bytes.</summary>
    private const int LatestBufferBytes = 512;

    private OutboundFrame[] _ring = [];
    private int _head;

    /// <summary>Control frames ever taken; the slot remembers how many had to go before it.</summary>
    private long _taken;
    private byte[]? _latest;
    private int _latestLength;
    private long _latestAfter;

    /// <summary>Control frames that wait.</summary>
    public int Count { get; private set; }

    public void Add(OutboundFrame frame)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) % _ring.Length] = frame;
        Count++;
    }

    /// <summary>Puts a position in the slot, behind the frames that wait now. True when it took the place of one that was never sent.</summary>
    public bool SetLatest(ReadOnlySpan<byte> payload)
    {
        var conflated = _latest is not null;
        _latest ??= ArrayPool<byte>.Shared.Rent(LatestBufferBytes);
        payload.CopyTo(_latest.AsSpan(OutboundFrame.MaxHeaderBytes));
        _latestLength = payload.Length;
        _latestAfter = _taken + Count;
        return conflated;
    }

    public void DropLatest()
    {
        if (_latest is not null)
        {
            ArrayPool<byte>.Shared.Return(_latest);
            _latest = null;
        }
    }

    public void Clear()
    {
        DropLatest();
        (_ring, _head, Count) = ([], 0, 0);
    }

    /// <summary>Everything that waits, in order, as one write. A lone position leaves in the buffer it waited in.</summary>
    public bool TryTake(out FrameBatch batch)
    {
        if (Count == 0)
        {
            return TryTakeLatest(out batch);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(WaitingBytes());
        var written = 0;
        while (Count > 0)
        {
            AppendLatestInItsPlace(buffer, ref written);
            ref var frame = ref _ring[_head];
            frame.WriteTo(buffer.AsSpan(written));
            written += frame.Length;
            frame = default;
            _head = (_head + 1) % _ring.Length;
            Count--;
            _taken++;
        }

        AppendLatestInItsPlace(buffer, ref written);
        batch = new FrameBatch(buffer, 0, written);
        return true;
    }

    private bool TryTakeLatest(out FrameBatch batch)
    {
        batch = default;
        if (_latest is not { } latest)
        {
            return false;
        }

        var header = OutboundFrame.HeaderLength(_latestLength);
        var start = OutboundFrame.MaxHeaderBytes - header;
        OutboundFrame.WriteHeader(latest.AsSpan(start), Opcode.Text, _latestLength);
        batch = new FrameBatch(latest, start, header + _latestLength);
        _latest = null;
        return true;
    }

    private readonly int WaitingBytes()
    {
        var bytes = _latest is null ? 0 : OutboundFrame.HeaderLength(_latestLength) + _latestLength;
        for (var i = 0; i < Count; i++)
        {
            bytes += _ring[(_head + i) % _ring.Length].Length;
        }

        return bytes;
    }

    private void AppendLatestInItsPlace(byte[] buffer, ref int written)
    {
        if (_latestAfter <= _taken && TryTakeLatest(out var latest))
        {
            latest.Bytes.Span.CopyTo(buffer.AsSpan(written));
            written += latest.Bytes.Length;
            latest.Return();
        }
    }

    private void Grow()
    {
        var larger = new OutboundFrame[Math.Max(4, _ring.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) % _ring.Length];
        }

        (_ring, _head) = (larger, 0);
    }
}
