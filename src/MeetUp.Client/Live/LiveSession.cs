using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>
/// One person's live side of a session: connects by itself, comes back by itself, and ends when the session does. Safe for use from many threads.
/// </summary>
/// <remarks>
/// Fixes are latest-wins: at most one waits, and none is ever sent twice or late. Control messages arrive in order. Every connection starts
/// with a snapshot, so what was missed while offline is made good.
/// </remarks>
public sealed partial class LiveSession : IAsyncDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly MeetUpClient _client;
    private readonly MeetUpClientOptions _options;
    private readonly Backoff _backoff;
    private readonly ServerClock _clock;
    private readonly Outgoing _outgoing;
    private readonly EventQueue _events;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LiveEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly ITimer _graceTimer;
    private readonly Task _running;
    private ConnectionState _state = ConnectionMachine.Start;
    private LiveView? _view;
    private LiveEnd? _end;

    internal LiveSession(MeetUpClient client, Guid sessionId)
    {
        _client = client;
        _options = client.Options;
        SessionId = sessionId;
        _backoff = new Backoff(_options.BackoffBase, _options.BackoffCap);
        _clock = new ServerClock(_options.TimeProvider);
        _outgoing = new Outgoing(_options.TimeProvider, _options.OfflineFixLifetime, _options.FixInterval);
        _events = new EventQueue(_options.EventBacklog);
        _graceTimer = _options.TimeProvider.CreateTimer(
            _ => Raise(new ConnectionEvent.GraceOver()), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Which session.</summary>
    public Guid SessionId { get; }

    /// <summary>How the connection stands.</summary>
    public LiveStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _state.Status;
            }
        }
    }

    /// <summary>Both people as last known; null before the first snapshot. Stale unless <see cref="Status"/> is live.</summary>
    public LiveView? View
    {
        get
        {
            lock (_lock)
            {
                return _view;
            }
        }
    }

    /// <summary>The server's time, as well as it is known from here.</summary>
    public DateTimeOffset ServerNow => _clock.Now;

    /// <summary>How long the last ping took there and back; null before the first.</summary>
    public TimeSpan? RoundTrip => _clock.RoundTrip;

    /// <summary>How old the peer's last fix is, by the server's clock and never below zero; null where there is none.</summary>
    public TimeSpan? PeerFixAge => View?.Peer?.Location is { } fix ? TimeSpan.FromTicks(Math.Max(0, (ServerNow - fix.ReceivedAt).Ticks)) : null;

    /// <summary>Completes when it is over, with the reason. Never fails.</summary>
    public Task<LiveEnd> Completion => _completion.Task;

    /// <summary>
    /// Everything that happens, in order, from the start; finishes after the last event. For one reader: two would share the events.
    /// Unread positions give way to newer ones; all else is kept up to <see cref="MeetUpClientOptions.EventBacklog"/> unread events,
    /// past which a newer event takes the place of an unread older one of its kind.
    /// </summary>
    /// <param name="cancellationToken">Stops reading; the session goes on.</param>
    public IAsyncEnumerable<LiveEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAsync(cancellationToken);

    /// <summary>
    /// Offers the newest fix; an older one that still waits is dropped. Offline, it is kept only for a few seconds
    /// (<see cref="MeetUpClientOptions.OfflineFixLifetime"/>). Never waits.
    /// </summary>
    /// <param name="fix">Its time must be later than the last one's.</param>
    /// <returns>False when sharing is paused or the session is over.</returns>
    public bool Offer(LocationUpdate fix)
    {
        ArgumentNullException.ThrowIfNull(fix);
        return _outgoing.Offer(fix);
    }

    /// <summary>Says "I'm here"; what comes of it is an <see cref="ImHereUpdate"/>, a <see cref="SessionEnded"/> or an <see cref="ErrorFrame"/>.</summary>
    /// <param name="manual">Works at any distance; the session then ends as MANUAL_CONFIRM.</param>
    /// <param name="cancellationToken">Takes it back if it has not been sent.</param>
    /// <exception cref="MeetUpException">It was not sent in time, or the session is over.</exception>
    public Task ImHereAsync(bool manual = false, CancellationToken cancellationToken = default) =>
        SendAsync(new ImHereFrame(manual), cancellationToken);

    /// <summary>
    /// Stops sharing. Holds from this call on, connected or not: no fix leaves before <see cref="ResumeAsync"/>, and a server that has
    /// not heard of it is told on the next connection. The task completes once it has been sent.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; sharing stays stopped.</param>
    /// <exception cref="MeetUpException">It was not sent in time, or the session is over.</exception>
    public Task PauseAsync(CancellationToken cancellationToken = default)
    {
        _outgoing.Paused = true;
        return SendAsync(new PauseSharing(), cancellationToken);
    }

    /// <summary>Shares again, from the moment it has been sent.</summary>
    /// <param name="cancellationToken">Takes it back if it has not been sent.</param>
    /// <exception cref="MeetUpException">It was not sent in time, or the session is over.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        await SendAsync(new ResumeSharing(), cancellationToken).ConfigureAwait(false);
        _outgoing.Paused = false;
    }

    /// <summary>Ends the session for both and waits until the server says so. Does nothing when it is over.</summary>
    /// <param name="cancellationToken">Takes it back if it has not been sent.</param>
    /// <exception cref="MeetUpException">It was not sent in time.</exception>
    public async Task EndAsync(CancellationToken cancellationToken = default)
    {
        if (Status is LiveStatus.Ended)
        {
            return;
        }

        try
        {
            await SendAsync(new EndSession(), cancellationToken).ConfigureAwait(false);
            await Completion.WaitAsync(_options.SendTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (MeetUpException) when (Status is LiveStatus.Ended)
        {
            // It ended by itself meanwhile.
        }
        catch (TimeoutException late)
        {
            throw new MeetUpException("The server did not say that the session ended.", late);
        }
    }

    /// <summary>Leaves: closes the connection and stops. The session itself goes on without this person.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_leaving.TrySetResult())
        {
            await Completion.ConfigureAwait(false);
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _graceTimer.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SendAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        var message = _outgoing.Add(frame);
        try
        {
            await message.Sent.Task.WaitAsync(_options.SendTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new MeetUpException("Not sent: no connection in time.", late);
        }
        finally
        {
            _outgoing.Remove(message);
        }
    }

    /// <summary>Lets the machine decide, and tells whoever reads if the status changed.</summary>
    private Retry? Raise(ConnectionEvent happened, LiveEnd? end = null)
    {
        lock (_lock)
        {
            var before = _state.Status;
            (_state, var retry) = ConnectionMachine.Next(_state, happened);
            if (_state.Status == before)
            {
                return retry;
            }

            var graceFor = _state.Status is LiveStatus.Grace ? _options.Grace : Timeout.InfiniteTimeSpan;
            _graceTimer.Change(graceFor, Timeout.InfiniteTimeSpan);
            if (_state.Status is LiveStatus.Ended)
            {
                _end ??= end ?? new LiveEnd(Reason: null);
                _outgoing.Over();
            }

            _events.Add(new LiveEvent.StatusChanged(
                _state.Status,
                _state.Status is LiveStatus.Grace ? _options.TimeProvider.GetUtcNow() + _options.Grace : null,
                _end));
            return retry;
        }
    }
}
