using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>A control frame on its way: it stays at the head of its queue until a socket has taken it.</summary>
/// <param name="Frame">What to send.</param>
/// <param name="OfThisConnection">Means nothing on another connection, such as a ping.</param>
internal sealed record ControlMessage(ClientFrame Frame, bool OfThisConnection)
{
    public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What to do next: send this, send that fix, or wait for <paramref name="Wake"/>, at most <paramref name="Wait"/>.</summary>
internal readonly record struct NextToSend(ControlMessage? Control, LocationUpdate? Fix, Task Wake, TimeSpan? Wait);

/// <summary>
/// What waits to be sent: control frames in order, and one fix. Promises that a newer fix always takes the place of an older unsent one,
/// that a fix handed out is never handed out again, and that one offered while offline is dropped unless it is young enough.
/// </summary>
internal sealed class Outgoing(TimeProvider time, TimeSpan offlineFixLifetime, TimeSpan fixInterval)
{
    private const int MaxControl = 64;

    private readonly Lock _lock = new();
    private readonly LinkedList<ControlMessage> _control = [];
    private TaskCompletionSource _wake = NewWake();
    private LocationUpdate? _fix;
    private long _offeredAt;
    private long? _lastFixAt;
    private bool _online;
    private bool _paused;
    private bool _over;

    /// <summary>While true, fixes are not taken.</summary>
    public bool Paused
    {
        get
        {
            lock (_lock)
            {
                return _paused;
            }
        }

        set
        {
            lock (_lock)
            {
                _paused = value;
                _fix = value ? null : _fix;
            }
        }
    }

    /// <summary>False when paused or over: the fix is not wanted.</summary>
    public bool Offer(LocationUpdate fix)
    {
        lock (_lock)
        {
            if (_paused || _over)
            {
                return false;
            }

            _fix = fix;
            _offeredAt = time.GetTimestamp();
            Wake_NeedsLock();
            return true;
        }
    }

    /// <exception cref="MeetUpException">Over, or too many wait already.</exception>
    public ControlMessage Add(ClientFrame frame, bool ofThisConnection = false)
    {
        lock (_lock)
        {
            if (_over)
            {
                throw new MeetUpException("The live session is over.");
            }

            if (_control.Count >= MaxControl)
            {
                throw new MeetUpException("Too many control messages are waiting for a connection.");
            }

            var message = new ControlMessage(frame, ofThisConnection);
            _control.AddLast(message);
            Wake_NeedsLock();
            return message;
        }
    }

    /// <summary>Takes back what was not sent; no effect on what was.</summary>
    public void Remove(ControlMessage message)
    {
        lock (_lock)
        {
            _control.Remove(message);
        }
    }

    /// <summary>A connection opened: an old fix is worth nothing now.</summary>
    public void Online()
    {
        lock (_lock)
        {
            _online = true;
            if (_fix is not null && time.GetElapsedTime(_offeredAt) > offlineFixLifetime)
            {
                _fix = null;
            }

            Wake_NeedsLock();
        }
    }

    /// <summary>The connection is gone, and with it what was only meant for it.</summary>
    public void Offline()
    {
        lock (_lock)
        {
            _online = false;
            for (var node = _control.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.OfThisConnection)
                {
                    _control.Remove(node);
                    node.Value.Sent.TrySetCanceled();
                }

                node = next;
            }
        }
    }

    /// <summary>Nothing will ever be sent again; whoever waits is told.</summary>
    public void Over()
    {
        lock (_lock)
        {
            _over = true;
            _fix = null;
            foreach (var message in _control)
            {
                message.Sent.TrySetException(new MeetUpException("The live session ended before this could be sent."));

                // Not everyone waits: a ping's failure must not surface as unobserved.
                _ = message.Sent.Task.Exception;
            }

            _control.Clear();
            Wake_NeedsLock();
        }
    }

    public NextToSend Next()
    {
        lock (_lock)
        {
            if (_wake.Task.IsCompleted)
            {
                _wake = NewWake();
            }

            if (!_online || _over)
            {
                return new NextToSend(null, null, _wake.Task, null);
            }

            if (_control.First is { } first)
            {
                return new NextToSend(first.Value, null, _wake.Task, null);
            }

            if (_fix is null)
            {
                return new NextToSend(null, null, _wake.Task, null);
            }

            var wait = _lastFixAt is { } last ? fixInterval - time.GetElapsedTime(last) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
            {
                return new NextToSend(null, null, _wake.Task, wait);
            }

            var fix = _fix;
            _fix = null;
            _lastFixAt = time.GetTimestamp();
            return new NextToSend(null, fix, _wake.Task, null);
        }
    }

    /// <summary>A socket took it.</summary>
    public void Done(ControlMessage message)
    {
        Remove(message);
        message.Sent.TrySetResult();
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake_NeedsLock() => _wake.TrySetResult();
}
