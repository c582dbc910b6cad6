using System.Collections.Concurrent;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.Realtime.Timing;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// When people were last there, on its way to the database: everyone connected once a minute, who left within a second.
/// Promises: one statement batch at a time, never on the read loop; what could not be saved is saved next time.
/// </summary>
internal sealed class ActivityLog(Switchboard board, ISessionGate gate, ILogger<ActivityLog> logger) : Timed
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(Guid SessionId, Guid UserId), DateTimeOffset> _notes = [];
    private int _saving;

    /// <summary>Someone connected: from now on they are noted every minute.</summary>
    public void Watch() => board.Wheel.Arm(this, board.Clock.GetUtcNow() + Interval);

    /// <summary>Someone was there; saved within <paramref name="soon"/> a second, else a minute.</summary>
    public void Note(Guid sessionId, Guid userId, DateTimeOffset at, bool soon)
    {
        _notes[(sessionId, userId)] = at;
        board.Wheel.Arm(this, at + (soon ? TimeSpan.FromSeconds(1) : Interval));
    }

    /// <summary>Saves what there is, unless that is going on already.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _saving, 1) == 1)
        {
            return;
        }

        var batch = new List<SeatActivity>();
        try
        {
            foreach (var (key, at) in _notes)
            {
                if (_notes.TryRemove(new(key, at)))
                {
                    batch.Add(new SeatActivity(key.SessionId, key.UserId, at));
                }
            }

            if (batch.Count > 0)
            {
                await gate.SaveActivityAsync(batch, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ActivityLogMessages.NotSaved(logger, exception);
            foreach (var seat in batch)
            {
                _notes.TryAdd((seat.SessionId, seat.UserId), seat.At);
            }
        }
        finally
        {
            Volatile.Write(ref _saving, 0);
        }
    }

    protected internal override DateTimeOffset? OnDue(DateTimeOffset now)
    {
        var anyone = false;
        foreach (var connection in board.Open)
        {
            if (connection.SessionId != Guid.Empty && !connection.IsClosing)
            {
                _notes[(connection.SessionId, connection.UserId)] = connection.LastInbound;
                anyone = true;
            }
        }

        _ = Task.Run(() => SaveAsync(CancellationToken.None));
        return anyone || !_notes.IsEmpty ? now + Interval : null;
    }
}

internal static partial class ActivityLogMessages
{
    [LoggerMessage(LogLevel.Warning, "When people were last there could not be saved; it will be with the next batch")]
    public static partial void NotSaved(ILogger logger, Exception exception);
}
