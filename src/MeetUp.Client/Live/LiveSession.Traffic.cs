using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Client.Live;

public sealed partial class LiveSession
{
    /// <summary>A frame came: it changes the view, and readers get it.</summary>
    private void Take(ServerFrame frame)
    {
        lock (_lock)
        {
            _view = LiveView.Apply(_view, frame);
        }

        switch (frame)
        {
            case SessionSnapshot snapshot:
                _clock.OnSnapshot(snapshot.ServerTime);
                AgreeOnPause(snapshot);
                break;
            case Pong pong when Interlocked.Exchange(ref _pingSentAt, 0) is var sentAt and not 0:
                _clock.OnPong(pong.ServerTime, _options.TimeProvider.GetElapsedTime(sentAt));
                break;
            case TokenExpiring:
                _ = RenewTokenAsync();
                break;
            case Reconnect reconnect:
                Raise(new ConnectionEvent.AskedToReconnect(TimeSpan.FromMilliseconds(Math.Max(0, reconnect.AfterMs))));
                break;
        }

        _events.Add(new LiveEvent.FrameReceived(frame));
        if (frame is SessionEnded ended)
        {
            Raise(new ConnectionEvent.Over(), new LiveEnd(ended.Reason, Code: null, CloseCodes.Normal, ended.EndedAt));
        }
    }

    /// <summary>A pause the server missed is said again; one it remembers from before holds here too.</summary>
    private void AgreeOnPause(SessionSnapshot snapshot)
    {
        var paused = View?.Me.Sharing is SharingStatus.Paused;
        if (paused)
        {
            _outgoing.Paused = true;
        }
        else if (_outgoing.Paused && snapshot.Status is not SessionStatus.Ended)
        {
            _outgoing.Add(new PauseSharing(), ofThisConnection: true);
        }
    }

    /// <param name="socket">The open connection.</param>
    /// <param name="gone">Nothing is waited for any longer. A send that is cut short takes the socket with it, and the close frame too.</param>
    /// <param name="cancellationToken">No further frame; the one on its way is finished.</param>
    private async Task SendLoopAsync(LiveSocket socket, CancellationToken gone, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var next = _outgoing.Next();
                if (next.Control is { } control)
                {
                    await socket.SendAsync(control.Frame, gone).ConfigureAwait(false);
                    _outgoing.Done(control);
                }
                else if (next.Fix is { } fix)
                {
                    await socket.SendAsync(fix, gone).ConfigureAwait(false);
                    ShowOwn(fix);
                }
                else
                {
                    await IdleAsync(next, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closing.
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // The receiving side finds out by this, and decides.
            socket.Abort();
        }
    }

    private async Task IdleAsync(NextToSend next, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeout = Task.Delay(next.Wait ?? Timeout.InfiniteTimeSpan, _options.TimeProvider, enough.Token);
        await Task.WhenAny(next.Wake, timeout).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
    }

    private void ShowOwn(LocationUpdate fix)
    {
        var now = _clock.Now;
        lock (_lock)
        {
            _view = _view?.WithOwnFix(fix, now);
        }
    }

    /// <summary>Finds half-open sockets: silence is answered with a ping, and a ping without any answer ends the socket.</summary>
    private async Task WatchAsync(LiveSocket socket, CancellationToken cancellationToken)
    {
        var time = _options.TimeProvider;
        try
        {
            // The first ping asks for the time, so that ages are right from the start.
            Ping();
            while (true)
            {
                var silent = time.GetElapsedTime(Volatile.Read(ref _lastInbound));
                if (silent < _options.PingInterval)
                {
                    await Task.Delay(_options.PingInterval - silent, time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var heardAt = Volatile.Read(ref _lastInbound);
                Ping();
                await Task.Delay(_options.PingDeadline, time, cancellationToken).ConfigureAwait(false);
                if (Volatile.Read(ref _lastInbound) == heardAt)
                {
                    socket.Abort();
                    return;
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or MeetUpException)
        {
            // The connection or the session is over.
        }
    }

    private void Ping()
    {
        Interlocked.Exchange(ref _pingSentAt, _options.TimeProvider.GetTimestamp());
        _outgoing.Add(new Ping(), ofThisConnection: true);
    }

    /// <summary>Renews the token in time, so that the server does not close with 4401; if that fails, it will, and says so.</summary>
    private async Task RenewTokenAsync()
    {
        try
        {
            var current = await _client.AccessTokenAsync(_stop.Token).ConfigureAwait(false);
            if (await _client.RenewTokenAsync(current, _stop.Token).ConfigureAwait(false) is { } fresh)
            {
                _outgoing.Add(new AuthRefresh(fresh), ofThisConnection: true);
            }
        }
        catch (Exception failed) when (failed is MeetUpException or OperationCanceledException or ObjectDisposedException)
        {
            // No newer token to be had.
        }
    }
}
