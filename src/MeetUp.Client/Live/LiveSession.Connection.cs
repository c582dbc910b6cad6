using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

public sealed partial class LiveSession
{
    private long _lastInbound;
    private long _pingSentAt;

    /// <summary>One connection after another until it is over.</summary>
    private async Task RunAsync()
    {
        var retry = Retry.AtOnce;
        try
        {
            while (true)
            {
                await WaitAsync(retry).ConfigureAwait(false);
                var (happened, end) = await ConnectOnceAsync().ConfigureAwait(false);
                if (Raise(happened, end) is not { } next)
                {
                    break;
                }

                retry = next;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The caller left.
        }
        finally
        {
            Raise(new ConnectionEvent.Over());
            await LearnEndAsync().ConfigureAwait(false);
            _events.Complete();
            _completion.TrySetResult(_end!);
        }
    }

    private async Task WaitAsync(Retry retry)
    {
        var wait = retry.Minimum + (retry.BackoffStep is { } step ? _backoff.Next(step) : TimeSpan.Zero);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>1 ticket → 2 socket → 3 snapshot → 4 live until lost. What it returns has not been raised yet.</summary>
    private async Task<(ConnectionEvent Happened, LiveEnd? End)> ConnectOnceAsync()
    {
        using var socket = new LiveSocket(_options.UserAgent);
        using var deadline = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, deadline.Token);
        try
        {
            // 1. A fresh ticket each time: it works once.
            var ticket = await _client.TryTicketAsync(SessionId, connecting.Token).ConfigureAwait(false);

            // 2. The socket.
            await socket.ConnectAsync(SocketAddress(ticket.Ticket), _options.HttpHandler, connecting.Token).ConfigureAwait(false);

            // 3. Its first frame is the snapshot, or an error and then a close.
            string? refusal = null;
            while (true)
            {
                var first = await socket.ReceiveAsync(connecting.Token).ConfigureAwait(false);
                if (first.Frame is SessionSnapshot)
                {
                    Volatile.Write(ref _lastInbound, _options.TimeProvider.GetTimestamp());
                    Take(first.Frame);
                    break;
                }

                refusal = (first.Frame as ErrorFrame)?.Code ?? refusal;
                if (first.CloseCode is { } code)
                {
                    await socket.CloseAsync(connecting.Token).ConfigureAwait(false);
                    return (new ConnectionEvent.ConnectFailed(code), new LiveEnd(Reason: null, refusal, code));
                }
            }
        }
        catch (MeetUpException refused) when (!refused.IsTransient)
        {
            return (new ConnectionEvent.Over(), new LiveEnd(Reason: null, refused.Code));
        }
        catch (MeetUpException busy)
        {
            return (new ConnectionEvent.ConnectFailed(RetryAfter: busy.RetryAfter), null);
        }
        catch (Exception lost) when (IsLoss(lost) && !_stop.IsCancellationRequested)
        {
            return (new ConnectionEvent.ConnectFailed(RetryAfter: socket.RetryAfter), null);
        }

        // 4. Live.
        return await LiveAsync(socket).ConfigureAwait(false);
    }

    private Uri SocketAddress(string ticket)
    {
        var address = new UriBuilder(new Uri(_client.Server, "api/v1/ws/meetup"))
        {
            Query = $"session_id={SessionId}&ticket={Uri.EscapeDataString(ticket)}",
        };
        address.Scheme = address.Scheme is "https" ? "wss" : "ws";
        return address.Uri;
    }

    private async Task<(ConnectionEvent Happened, LiveEnd? End)> LiveAsync(LiveSocket socket)
    {
        var openedAt = _options.TimeProvider.GetTimestamp();
        using var receivingOver = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _options.TimeProvider);
        using var sendingOver = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Raise(new ConnectionEvent.Opened());
        _outgoing.Online();
        var sending = SendLoopAsync(socket, receivingOver.Token, sendingOver.Token);
        var watching = WatchAsync(socket, sendingOver.Token);
        var receiving = ReceiveLoopAsync(socket, receivingOver);
        await Task.WhenAny(receiving, _leaving.Task).ConfigureAwait(false);

        _outgoing.Offline();
        await sendingOver.CancelAsync().ConfigureAwait(false);
        receivingOver.CancelAfter(ClosePatience);
        await Task.WhenAll(sending, watching).ConfigureAwait(false);
        await socket.CloseAsync(receivingOver.Token).ConfigureAwait(false);
        var (code, refusal) = await receiving.ConfigureAwait(false);

        _stop.Token.ThrowIfCancellationRequested();
        var healthy = _options.TimeProvider.GetElapsedTime(openedAt) >= _options.HealthyAfter;
        return (new ConnectionEvent.Lost(code, healthy), new LiveEnd(Reason: null, refusal, code));
    }

    /// <summary>Every frame until the socket closes or breaks. Never fails: a break is a 1006.</summary>
    private async Task<(int CloseCode, string? Refusal)> ReceiveLoopAsync(LiveSocket socket, CancellationTokenSource over)
    {
        string? lastError = null;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(over.Token).ConfigureAwait(false);
                if (received.CloseCode is { } code)
                {
                    return (code, CloseCodes.ShouldReconnect(code) ? null : lastError ?? CodeOf(code));
                }

                Volatile.Write(ref _lastInbound, _options.TimeProvider.GetTimestamp());
                if (received.Frame is not { } frame)
                {
                    continue;
                }

                lastError = (frame as ErrorFrame)?.Code;
                Take(frame);
                if (frame is SessionEnded)
                {
                    // The close that follows should not keep anyone waiting.
                    over.CancelAfter(ClosePatience);
                }
            }
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            socket.Abort();
            return (CloseCodes.Abnormal, null);
        }
    }

    /// <summary>The session may have ended while nobody was connected: only then is the reason not known yet.</summary>
    private async Task LearnEndAsync()
    {
        if (_stop.IsCancellationRequested || _end is not { Reason: null } end
            || (end.Code is not ErrorCodes.SessionNotActive && end.CloseCode is not (CloseCodes.SessionEnded or CloseCodes.Normal)))
        {
            return;
        }

        try
        {
            var session = await _client.GetSessionAsync(SessionId, _stop.Token).ConfigureAwait(false);
            _end = end with { Reason = session.EndReason, EndedAt = session.EndedAt };
        }
        catch (Exception unknown) when (unknown is MeetUpException or OperationCanceledException)
        {
            // It is over all the same; why stays unknown.
        }
    }

    private static string? CodeOf(int closeCode) => closeCode switch
    {
        CloseCodes.Unauthenticated => ErrorCodes.Unauthenticated,
        CloseCodes.NotFound => ErrorCodes.NotFound,
        CloseCodes.Replaced => ErrorCodes.ConnectionReplaced,
        CloseCodes.SessionEnded => ErrorCodes.SessionNotActive,
        _ => null,
    };

    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException or HttpRequestException or SocketException or IOException
            or OperationCanceledException or JsonException or ObjectDisposedException;
}
