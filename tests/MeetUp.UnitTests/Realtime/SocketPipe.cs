using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using MeetUp.Contracts.Realtime;
using Microsoft.AspNetCore.Http.Features;

namespace MeetUp.UnitTests.Realtime;

/// <summary>A frame as a client sees it.</summary>
internal sealed record SeenFrame(byte Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public int CloseCode => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public ServerFrame Frame => FrameJson.DecodeServer(Payload)!;
}

/// <summary>
/// The stream of a socket without a network: the test is the client. What it sends is handled before its call returns. Writes complete at
/// once, unless the client stops reading; then the next one waits until it reads again.
/// </summary>
internal sealed class SocketPipe : Stream, IHttpRequestLifetimeFeature
{
    private readonly Pipe _inbound = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Lock _lock = new();
    private readonly List<byte> _written = [];
    private TaskCompletionSource? _stalled;
    private bool _isDeaf;

    public bool IsAborted { get; private set; }

    /// <summary>How often something was written: system calls, on a real socket.</summary>
    public int Writes { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>From now on nothing more fits.</summary>
    public void StopReading() => _stalled = new TaskCompletionSource();

    /// <summary>The client catches up; whoever waited to write goes on, here and now.</summary>
    public void ReadOn()
    {
        var stalled = _stalled;
        _stalled = null;
        stalled?.SetResult();
    }

    /// <summary>From now on what is written is thrown away, at no cost.</summary>
    public void BeDeaf() => _isDeaf = true;

    /// <summary>What a client sends, masked as it must be.</summary>
    public void ClientSends(byte[] frames)
    {
        _inbound.Writer.Write(frames);
        Assert.True(_inbound.Writer.FlushAsync().AsTask().IsCompleted);
    }

    public void ClientSends(string text) => ClientSends(ClientFrame(0x81, Encoding.UTF8.GetBytes(text)));

    /// <summary>The client is gone: the server reads the end.</summary>
    public void ClientLeaves() => _inbound.Writer.Complete();

    public void Abort()
    {
        IsAborted = true;
        _inbound.Writer.Complete(new IOException("Aborted."));
    }

    public static byte[] ClientFrame(byte first, ReadOnlySpan<byte> payload, uint mask = 0x12345678)
    {
        var bytes = new List<byte> { first };
        if (payload.Length <= 125)
        {
            bytes.Add((byte)(0x80 | payload.Length));
        }
        else
        {
            bytes.AddRange([0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length]);
        }

        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, mask);
        bytes.AddRange(key);
        for (var i = 0; i < payload.Length; i++)
        {
            bytes.Add((byte)(payload[i] ^ key[i % 4]));
        }

        return [.. bytes];
    }

    /// <summary>All frames written so far, and forgets them.</summary>
    public List<SeenFrame> TakeFrames()
    {
        lock (_lock)
        {
            var frames = new List<SeenFrame>();
            for (var i = 0; i < _written.Count;)
            {
                int length = _written[i + 1];
                var header = 2;
                if (length == 126)
                {
                    length = (_written[i + 2] << 8) | _written[i + 3];
                    header = 4;
                }

                frames.Add(new SeenFrame((byte)(_written[i] & 0x0F), [.. _written.GetRange(i + header, length)]));
                i += header + length;
            }

            _written.Clear();
            return frames;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isDeaf ? ValueTask.CompletedTask : KeepAsync(buffer);

    private async ValueTask KeepAsync(ReadOnlyMemory<byte> buffer)
    {
        lock (_lock)
        {
            Writes++;
            _written.AddRange(buffer.Span);
        }

        if (_stalled is { } stalled)
        {
            await stalled.Task;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _inbound.Reader.ReadAsync(cancellationToken);
        var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        foreach (var segment in read.Buffer.Slice(0, count))
        {
            segment.CopyTo(buffer);
            buffer = buffer[segment.Length..];
        }

        _inbound.Reader.AdvanceTo(read.Buffer.GetPosition(count));
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
