using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.Realtime.Timing;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// What the live side has decided and the database has yet to learn: pauses, confirmations, ends.
/// Promises: off the read loop, one at a time and in order within a session, and tried again until it works, so that
/// a database that is away for a while costs neither a session nor its end.
/// </summary>
internal sealed class StoredChanges(ISessionGate gate, Switchboard board, ILogger<StoredChanges> logger)
{
    private readonly ISessionGate _gate = gate;
    private readonly Switchboard _board = board;
    private readonly ILogger _logger = logger;
    private int _outstanding;

    /// <summary>How many changes are not stored yet.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>The changes of one session.</summary>
    public Line OpenLine() => new(this);

    /// <summary>A session's changes, in order.</summary>
    internal sealed class Line(StoredChanges owner) : Timed
    {
        private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

        private readonly Lock _lock = new();
        private Queue<Change>? _changes;
        private TimeSpan _retry = FirstRetry;
        private Exception? _trouble;
        private bool _running;

        private sealed record Change(Func<ISessionGate, CancellationToken, ValueTask> Store, Action<Exception>? Delayed);

        /// <summary>
        /// Puts a change at the end of the line. <paramref name="delayed"/> is told, perhaps more than once, when it or one before it failed:
        /// it will be stored all the same, but not soon.
        /// </summary>
        public void Add(Func<ISessionGate, CancellationToken, ValueTask> store, Action<Exception>? delayed = null)
        {
            Interlocked.Increment(ref owner._outstanding);
            Exception? trouble;
            lock (_lock)
            {
                (_changes ??= []).Enqueue(new Change(store, delayed));
                trouble = _trouble;
                if (!_running)
                {
                    _running = true;
                    _ = Task.Run(StoreAsync);
                }
            }

            if (trouble is not null)
            {
                delayed?.Invoke(trouble);
            }
        }

        protected internal override DateTimeOffset? OnDue(DateTimeOffset now)
        {
            _ = Task.Run(StoreAsync);
            return null;
        }

        private async Task StoreAsync()
        {
            while (Peek() is { } change)
            {
                try
                {
                    await change.Store(owner._gate, CancellationToken.None);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    TryAgainLater(exception);
                    return;
                }

                _retry = FirstRetry;
                lock (_lock)
                {
                    _trouble = null;
                    _changes!.Dequeue();
                }

                Interlocked.Decrement(ref owner._outstanding);
            }
        }

        private void TryAgainLater(Exception exception)
        {
            StoredChangesLog.TryAgain(owner._logger, _retry.TotalSeconds, exception);
            Change[] waiting;
            lock (_lock)
            {
                _trouble = exception;
                waiting = [.. _changes!];
            }

            foreach (var change in waiting)
            {
                change.Delayed?.Invoke(exception);
            }

            var retry = _retry;
            _retry = TimeSpan.FromTicks(Math.Min(_retry.Ticks * 2, LastRetry.Ticks));
            owner._board.Wheel.Arm(this, owner._board.Clock.GetUtcNow() + retry);
        }

        /// <summary>The change to store next, which stays in the line until it is; null ends the run.</summary>
        private Change? Peek()
        {
            lock (_lock)
            {
                if (_changes is { Count: > 0 })
                {
                    return _changes.Peek();
                }

                _running = false;
                return null;
            }
        }
    }
}

internal static partial class StoredChangesLog
{
    [LoggerMessage(LogLevel.Warning, "A change of a live session could not be stored; next try in {Seconds} s")]
    public static partial void TryAgain(ILogger logger, double seconds, Exception exception);
}
