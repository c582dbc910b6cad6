using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Rooms;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime;

/// <summary>
/// Empties a stopping server: no new sockets, and everyone connected is told to reconnect, staggered so that the others are not stormed.
/// Both people of a session go at the same moment, so that they meet again on the same instance.
/// </summary>
internal sealed class Drain(Switchboard board, StoredChanges storedChanges, ActivityLog activity, Neighbours neighbours) : IHostedLifecycleService
{
    /// <summary>Spreads even those of one moment a little; the same for both people of a session.</summary>
    private const int MaxAfterMs = 1_000;

    /// <summary>Long enough for what they shared last to be where they come to.</summary>
    private const int MinAfterMs = 100;

    private volatile bool _draining;

    /// <summary>Whether the server is on its way down: it is not ready for anyone new.</summary>
    public bool IsDraining => _draining;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before the web server stops, so that the goodbyes still get out and the last changes are stored.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        var sessions = board.Open.GroupBy(connection => connection.SessionId).Select(group => group.ToList()).ToList();
        var connections = sessions.Sum(session => session.Count);
        var seconds = Math.Min(board.Options.DrainSeconds, (double)connections / board.Options.DrainPerSecond);
        var started = board.Clock.GetTimestamp();
        var writing = Task.CompletedTask;
        for (var i = 0; i < sessions.Count; i++)
        {
            var due = TimeSpan.FromSeconds(seconds * i / sessions.Count);
            if (due - board.Clock.GetElapsedTime(started) is { Ticks: > 0 } wait)
            {
                await WaitAsync(wait, cancellationToken);
            }

            SendAway(sessions[i]);
            if (writing.IsCompleted)
            {
                writing = neighbours.FlushAsync(cancellationToken).AsTask();
            }
        }

        // Goodbyes are answered within moments; whoever does not answer is cut by the wheel after this.
        for (var waited = 0; waited < board.Options.CloseSeconds * 10 && (board.Counters.Open > 0 || storedChanges.Outstanding > 0); waited++)
        {
            // Those who were just coming in.
            SendAway(board.Open.Where(connection => !connection.IsClosing));
            await WaitAsync(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        await writing;
        await neighbours.FlushAsync(cancellationToken);
        await activity.SaveAsync(cancellationToken);
    }

    private static void SendAway(IEnumerable<LiveConnection> session)
    {
        foreach (var connection in session)
        {
            // By the session, so that two people on different instances that stop together also return together.
            var afterMs = MinAfterMs + (connection.SessionId.ToByteArray()[^1] * (MaxAfterMs - MinAfterMs) / 256);
            connection.Send(new Reconnect(afterMs));
            connection.Close(CloseCodes.Restarting);
        }
    }

    /// <summary>When the host's own patience ends, the rest is sent away at once.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, board.Clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nothing left to wait for.
        }
    }
}
