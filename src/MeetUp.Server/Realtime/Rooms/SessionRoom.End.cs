using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>The end, which is stored once and told once.</content>
internal sealed partial class SessionRoom
{
    private Task<SessionEnd>? _ending;

    /// <summary>
    /// Stores the end, in line behind what else is to be stored, and again until it is. Whoever asks after the first gets the first one's
    /// task; it fails when the end could not be stored soon, and is then still on its way.
    /// </summary>
    public Task<SessionEnd> EndOnceAsync(Func<ISessionGate, CancellationToken, ValueTask<SessionEnd>> store)
    {
        lock (_lock)
        {
            if (_ending is null)
            {
                var firstTry = new TaskCompletionSource<SessionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
                _ending = firstTry.Task;
                storedChanges.Add(
                    async (gate, cancellationToken) => firstTry.TrySetResult(await store(gate, cancellationToken)),
                    delayed: exception => firstTry.TrySetException(exception));
            }

            return _ending;
        }
    }

    /// <summary>The end that is being stored, if one is.</summary>
    public Task<SessionEnd>? Ending
    {
        get
        {
            lock (_lock)
            {
                return _ending;
            }
        }
    }

    /// <summary>The session is over: both are told, the sockets close, every position of it is forgotten. Only the first call does anything.</summary>
    public void End(EndReason reason, DateTimeOffset endedAt)
    {
        lock (_lock)
        {
            if (_status == SessionStatus.Ended)
            {
                return;
            }

            _status = SessionStatus.Ended;
            _removeAt = _board.Clock.GetUtcNow() + MarkLifetime;
            _imHere = null;
            var frame = FrameJson.Encode(new SessionEnded(reason, endedAt));
            foreach (var member in _members)
            {
                member.Track.Forget();
                member.OfflineAt = null;
                rooms.Neighbours.Forget(member);
                if (member.Connection is { } connection)
                {
                    connection.DropLatest();
                    connection.Post(frame);
                    connection.Close(CloseCodes.Normal);
                }
            }

            _meter.Update(null, null, _removeAt);
            Arm_NeedsLock(_removeAt);
        }

        _board.Counters.SessionEnded(reason);
    }
}
