using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>What can happen to a live session's connection.</summary>
internal abstract record ConnectionEvent
{
    private ConnectionEvent()
    {
    }

    /// <summary>The socket is open and its snapshot is there.</summary>
    public sealed record Opened : ConnectionEvent;

    /// <summary>A try to open one failed. Close code 1006 where there was none.</summary>
    public sealed record ConnectFailed(int CloseCode = CloseCodes.Abnormal, TimeSpan? RetryAfter = null) : ConnectionEvent;

    /// <summary>An open socket closed or died. <paramref name="WasHealthy"/>: it had lasted long enough to count as a new start.</summary>
    public sealed record Lost(int CloseCode, bool WasHealthy) : ConnectionEvent;

    /// <summary>The server sent <c>reconnect</c>: the close that follows is not a failure.</summary>
    public sealed record AskedToReconnect(TimeSpan After) : ConnectionEvent;

    /// <summary>The peer sees this person offline from now on.</summary>
    public sealed record GraceOver : ConnectionEvent;

    /// <summary>The session ended, the server refused for good, or the caller left.</summary>
    public sealed record Over : ConnectionEvent;
}

/// <summary>Where the connection stands.</summary>
/// <param name="Status">What the caller sees.</param>
/// <param name="Attempt">Tries since the last healthy connection; 0 means the next one goes at once.</param>
/// <param name="AskedDelay">What <c>reconnect</c> asked for, until the close comes.</param>
internal readonly record struct ConnectionState(LiveStatus Status, int Attempt = 0, TimeSpan? AskedDelay = null);

/// <summary>When to try next: after <paramref name="Minimum"/> plus a random wait of that backoff step, if any.</summary>
internal readonly record struct Retry(TimeSpan Minimum, int? BackoffStep = null)
{
    public static Retry AtOnce => new(TimeSpan.Zero);
}

/// <summary>
/// The rules of staying connected, and nothing else: status and event in, status and next try out. No clock, no socket, no chance.
/// </summary>
internal static class ConnectionMachine
{
    public static readonly ConnectionState Start = new(LiveStatus.Connecting);

    /// <summary>A null retry means: nothing to start, whatever is under way goes on.</summary>
    public static (ConnectionState State, Retry? Retry) Next(ConnectionState state, ConnectionEvent happened) => (state.Status, happened) switch
    {
        (LiveStatus.Ended, _) => (state, null),
        (_, ConnectionEvent.Over) => (new ConnectionState(LiveStatus.Ended), null),
        (LiveStatus.Live, ConnectionEvent.Lost lost) => OnLost(state, lost),
        (LiveStatus.Live, ConnectionEvent.AskedToReconnect asked) => (state with { AskedDelay = asked.After }, null),
        (not LiveStatus.Live, ConnectionEvent.Opened) => (state with { Status = LiveStatus.Live, AskedDelay = null }, null),
        (not LiveStatus.Live, ConnectionEvent.ConnectFailed failed) => OnFailed(state, failed),
        (LiveStatus.Grace, ConnectionEvent.GraceOver) => (state with { Status = LiveStatus.Reconnecting }, null),
        _ => (state, null),
    };

    private static (ConnectionState State, Retry? Retry) OnLost(ConnectionState state, ConnectionEvent.Lost lost)
    {
        if (!CloseCodes.ShouldReconnect(lost.CloseCode))
        {
            return (new ConnectionState(LiveStatus.Ended), null);
        }

        var attempt = lost.WasHealthy ? 0 : state.Attempt;
        var retry = state.AskedDelay is { } asked ? new Retry(asked)
            : attempt is 0 && !IsBusy(lost.CloseCode) ? Retry.AtOnce
            : new Retry(TimeSpan.Zero, attempt);
        return (new ConnectionState(LiveStatus.Grace, attempt + 1), retry);
    }

    private static (ConnectionState State, Retry? Retry) OnFailed(ConnectionState state, ConnectionEvent.ConnectFailed failed) =>
        CloseCodes.ShouldReconnect(failed.CloseCode)
            ? (state with { Attempt = state.Attempt + 1 }, new Retry(failed.RetryAfter ?? TimeSpan.Zero, state.Attempt))
            : (new ConnectionState(LiveStatus.Ended), null);

    /// <summary>The server asks for less: coming back at once would make it worse.</summary>
    private static bool IsBusy(int closeCode) => closeCode is CloseCodes.Overloaded or CloseCodes.SlowReader or CloseCodes.Flooding;
}
