namespace MeetUp.Server.Realtime.Socket;

/// <summary>What became of a frame given to an <see cref="Outbox"/>.</summary>
internal enum Posted
{
    Waiting,

    /// <summary>The ring is full: this reader is too slow.</summary>
    Full,

    /// <summary>The connection is closing or gone.</summary>
    Closed,
}

/// <summary>
/// What one connection has not been sent yet: control frames in order, and only the newest position of the peer.
/// Promises: filling it never waits; whoever fills it flushes it, unless someone is at it already, so there is one writer at any time;
/// a slow reader costs one position, never a queue; nothing follows the close frame. Safe from any thread.
/// </summary>
internal sealed class Outbox(Stream stream, TimeProvider clock)
{
    public const int MaxWaiting = 64;

    private readonly Lock _lock = new();
    private PendingFrames _pending = new();
    private bool _flushing;
    private bool _closing;
    private bool _dead;
    private DateTimeOffset? _blockedSince;

    /// <summary>Since when the client has not been reading what it was sent; null while it keeps up.</summary>
    public DateTimeOffset? BlockedSince
    {
        get
        {
            lock (_lock)
            {
                return _blockedSince;
            }
        }
    }

    /// <summary>Adds a frame that must arrive.</summary>
    public Posted Post(OutboundFrame frame)
    {
        lock (_lock)
        {
            if (_closing || _dead)
            {
                return Posted.Closed;
            }

            if (_pending.Count == MaxWaiting)
            {
                return Posted.Full;
            }

            _pending.Add(frame);
            return Posted.Waiting;
        }
    }

    /// <summary>Puts the newest position in the slot. True when it took the place of one that was never sent.</summary>
    public bool PutLatest(ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            return !_closing && !_dead && _pending.SetLatest(payload);
        }
    }

    /// <summary>Forgets a position that was not sent yet: its sender paused.</summary>
    public void DropLatest()
    {
        lock (_lock)
        {
            _pending.DropLatest();
        }
    }

    /// <summary>Adds the close frame behind everything waiting; true for the first caller, whose code is the one the client sees.</summary>
    public bool Close(int code)
    {
        lock (_lock)
        {
            if (_closing || _dead)
            {
                return false;
            }

            _closing = true;
            _pending.DropLatest();
            _pending.Add(OutboundFrame.Close(code));
            return true;
        }
    }

    /// <summary>The connection is gone: nothing more is sent or kept.</summary>
    public void Die()
    {
        lock (_lock)
        {
            _dead = true;
            _blockedSince = null;
            _pending.Clear();
        }
    }

    /// <summary>Sends what waits, unless someone is sending already; they will find it.</summary>
    public void Flush()
    {
        FrameBatch batch;
        lock (_lock)
        {
            if (_flushing || !_pending.TryTake(out batch))
            {
                return;
            }

            _flushing = true;
        }

        do
        {
            var writing = Write(batch);
            if (!writing.IsCompletedSuccessfully)
            {
                _ = FinishAsync(writing, batch);
                return;
            }

            writing.GetAwaiter().GetResult();
            batch.Return();
        }
        while (TryContinue(out batch));
    }

    /// <summary>The slow way: the client has not read enough for more to fit.</summary>
    private async Task FinishAsync(ValueTask writing, FrameBatch batch)
    {
        try
        {
            do
            {
                SetBlockedSince(clock.GetUtcNow());
                await writing;
                SetBlockedSince(null);
                batch.Return();
                if (!TryContinue(out batch))
                {
                    return;
                }

                writing = Write(batch);
            }
            while (true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The socket is gone, in whatever words its stream has for it; the read loop sees that too and cleans up.
            Die();
        }
    }

    /// <summary>Never with a cancellation token, which would cost a registration: the wheel aborts a connection that is stuck.</summary>
    private ValueTask Write(FrameBatch batch)
    {
        try
        {
            return stream.WriteAsync(batch.Bytes, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <summary>The next batch; or false, and someone else may flush from now on.</summary>
    private bool TryContinue(out FrameBatch batch)
    {
        lock (_lock)
        {
            return _flushing = _pending.TryTake(out batch);
        }
    }

    private void SetBlockedSince(DateTimeOffset? since)
    {
        lock (_lock)
        {
            _blockedSince = since;
        }
    }
}
