using System.Buffers.Binary;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Timing;
using Microsoft.AspNetCore.Http.Features;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>Takes what a connection receives. Called by its read loop, so nothing here may wait.</summary>
internal interface IFrameReceiver
{
    /// <summary>Something arrived, whatever it is. False when it has been too much: the connection is closing.</summary>
    bool Allow(DateTimeOffset now);

    void Receive(ReadOnlySpan<byte> text, DateTimeOffset now);

    /// <summary>The connection is over, for whatever reason; called once.</summary>
    void Disconnected();
}

/// <summary>
/// One open socket: a read loop that waits for nothing but bytes, an outbox, and one entry in the wheel for all its deadlines.
/// Promises: the first close code wins; the client gets <see cref="RealtimeOptions.CloseSeconds"/> to read it before it is cut.
/// Sending and closing are safe from any thread.
/// </summary>
internal sealed class LiveConnection(Switchboard board, Stream stream, IHttpRequestLifetimeFeature lifetime) : Timed
{
    private readonly Outbox _outbox = new(stream, board.Clock);
    private readonly Inbox _inbox = new();
    private IFrameReceiver? _receiver;
    private Heartbeat _heartbeat = new(board.Options, board.Clock.GetUtcNow());
    private long _lastInboundTicks = board.Clock.GetUtcNow().UtcTicks;
    private TokenWatch? _token;
    private int _closeCode;
    private long _cutAtTicks;
    private bool _over;

    /// <summary>Whose socket it is; empty while it is only being refused.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Which session it is for.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>When the client was last heard of.</summary>
    public DateTimeOffset LastInbound => new(Volatile.Read(ref _lastInboundTicks), TimeSpan.Zero);

    public bool IsClosing => Volatile.Read(ref _closeCode) != 0;

    /// <summary>Lets the connection take part; until then whatever it sends is only read away.</summary>
    public void Admit(Guid sessionId, Guid userId, TokenWatch token, IFrameReceiver receiver)
    {
        SessionId = sessionId;
        UserId = userId;
        _token = token;
        _receiver = receiver;
        board.Wheel.Arm(this, token.NextDue(_heartbeat.NextDue));
    }

    /// <summary>The person showed a newer token.</summary>
    public void RenewToken(DateTimeOffset expiresAt)
    {
        _token!.Renew(expiresAt);
        board.Wheel.Arm(this, _token.NextDue(expiresAt));
    }

    /// <summary>Queues a frame without sending it yet; a client too slow to take it is closed instead.</summary>
    public void Post(ReadOnlyMemory<byte> frame)
    {
        if (_outbox.Post(OutboundFrame.Text(frame)) == Posted.Full)
        {
            Close(CloseCodes.SlowReader);
        }
    }

    public void Send(ServerFrame frame)
    {
        Post(FrameJson.Encode(frame));
        Flush();
    }

    public void SendError(string code, string message, string? field = null, string? reason = null) =>
        Send(new ErrorFrame(code, message, field, reason));

    /// <inheritdoc cref="Outbox.PutLatest"/>
    public bool PutLatest(ReadOnlySpan<byte> frame) => _outbox.PutLatest(frame);

    /// <inheritdoc cref="Outbox.DropLatest"/>
    public void DropLatest() => _outbox.DropLatest();

    public void Flush() => _outbox.Flush();

    /// <summary>Says goodbye; the read loop goes on until the client answers or the time for it is over.</summary>
    public void Close(int code)
    {
        if (!_outbox.Close(code))
        {
            return;
        }

        var cutAt = board.Clock.GetUtcNow().AddSeconds(board.Options.CloseSeconds);
        Volatile.Write(ref _cutAtTicks, cutAt.UtcTicks);
        Volatile.Write(ref _closeCode, code);
        _outbox.Flush();
        board.Wheel.Arm(this, cutAt);
    }

    /// <summary>Reads until the connection is over.</summary>
    public async Task RunAsync()
    {
        board.Add(this);
        try
        {
            int read;
            do
            {
                await SomethingToReadAsync();
                read = await stream.ReadAsync(_inbox.GetMemory(), CancellationToken.None);
            }
            while (read > 0 && TakeIn(read));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The phone is gone without a word, or the wheel cut the connection.
        }
        finally
        {
            Volatile.Write(ref _over, true);
            _outbox.Die();
            _inbox.Release(always: true);
            board.Wheel.Disarm(this);
            _receiver?.Disconnected();
            board.Remove(this, _closeCode == 0 ? CloseCodes.Abnormal : _closeCode);
        }
    }

    /// <summary>A zero-byte read parks an idle socket without holding a buffer for it.</summary>
    private ValueTask<int> SomethingToReadAsync() => stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None);

    /// <summary>All deadlines of a connection: the cut after a close, a reader that stopped, ping and pong, the token's end.</summary>
    protected internal override DateTimeOffset? OnDue(DateTimeOffset now)
    {
        if (Volatile.Read(ref _over))
        {
            return null;
        }

        if (IsClosing)
        {
            return CutWhenDue(now);
        }

        var slowAt = _outbox.BlockedSince?.AddSeconds(board.Options.SlowReaderSeconds);
        if (now >= slowAt)
        {
            Close(CloseCodes.SlowReader);
            return null;
        }

        var beat = _heartbeat.Next(now, LastInbound, isBlocked: slowAt is not null);
        if (beat == Beat.Dead)
        {
            lifetime.Abort();
            return null;
        }

        if (beat == Beat.Ping)
        {
            _outbox.Post(new OutboundFrame(Opcode.Ping, ReadOnlyMemory<byte>.Empty));
            Flush();
        }

        if (!WatchToken(now) || _token is null)
        {
            return null;
        }

        var next = _token.NextDue(_heartbeat.NextDue);
        return slowAt < next ? slowAt : next;
    }

    private DateTimeOffset? CutWhenDue(DateTimeOffset now)
    {
        var cutAt = new DateTimeOffset(Volatile.Read(ref _cutAtTicks), TimeSpan.Zero);
        if (now < cutAt)
        {
            return cutAt;
        }

        lifetime.Abort();
        return null;
    }

    /// <summary>Warns before the token ends and closes after; false when it closed.</summary>
    private bool WatchToken(DateTimeOffset now)
    {
        switch (_token?.Next(now))
        {
            case TokenTurn.Warn:
                Send(new TokenExpiring(_token.ExpiresAt));
                return true;
            case TokenTurn.Over:
                SendError(ErrorCodes.Unauthenticated, "The access token has expired.");
                Close(CloseCodes.Unauthenticated);
                return false;
            default:
                return true;
        }
    }

    /// <summary>Everything whole among the bytes read so far; false when the client said goodbye.</summary>
    private bool TakeIn(int read)
    {
        var now = board.Clock.GetUtcNow();
        Volatile.Write(ref _lastInboundTicks, now.UtcTicks);
        _inbox.Commit(read);
        try
        {
            while (_inbox.TryRead(out var payload) is var inbound && inbound != Inbound.None)
            {
                if (!Take(inbound, payload, now))
                {
                    return false;
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A bug of ours must not leave a person with a socket that looks open and does nothing.
            SocketLog.FrameFailed(board.Logger, exception);
            Close(CloseCodes.Overloaded);
        }

        _inbox.Release();
        return true;
    }

    private bool Take(Inbound inbound, ReadOnlySpan<byte> payload, DateTimeOffset now)
    {
        if (inbound == Inbound.Close)
        {
            // The code is theirs: ours only echoes it.
            Close(payload.IsEmpty ? CloseCodes.Normal : BinaryPrimitives.ReadUInt16BigEndian(payload));
            return false;
        }

        if (IsClosing || _receiver is null || !_receiver.Allow(now))
        {
            return true;
        }

        switch (inbound)
        {
            case Inbound.Text:
                _receiver.Receive(payload, now);
                break;
            case Inbound.Ping:
                _outbox.Post(new OutboundFrame(Opcode.Pong, payload.ToArray()));
                Flush();
                break;
            case Inbound.Violation:
                Close(_inbox.Violation);
                break;
            default:
                // A pong counts as a sign of life, which any byte is; a fragment waits for the rest.
                break;
        }

        return true;
    }
}

internal static partial class SocketLog
{
    [LoggerMessage(LogLevel.Warning, "A socket could not be opened")]
    public static partial void JoinFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "A frame could not be handled")]
    public static partial void FrameFailed(ILogger logger, Exception exception);
}
