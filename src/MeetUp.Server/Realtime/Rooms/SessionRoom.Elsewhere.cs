using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>
/// People whose socket is on another instance. Their seat here mirrors the one there: presence, pause and last fix come in as messages, and
/// everything else (who is told what, how close they are) is worked out here as if they were.
/// </content>
internal sealed partial class SessionRoom
{
    /// <summary>The other instances that hold someone of this session.</summary>
    private string[] _elsewhere = [];

    /// <summary>Someone who was elsewhere was lost with their instance or the way to it.</summary>
    private bool _outOfSync;

    /// <summary>The other instances that hold someone of this session; none when the two are not split.</summary>
    public IReadOnlyList<string> Elsewhere
    {
        get
        {
            lock (_lock)
            {
                return _elsewhere;
            }
        }
    }

    /// <summary>Whoever is connected here is told to connect again, if the two are still split.</summary>
    public void SendAway()
    {
        lock (_lock)
        {
            if (_elsewhere.Length > 0)
            {
                foreach (var connection in _members.Select(member => member.Connection).OfType<LiveConnection>())
                {
                    connection.Post(FrameJson.Encode(new Reconnect(0)));
                    connection.Close(CloseCodes.Restarting);
                }
            }
        }

        FlushBoth();
    }

    public Memory MemoryOf(Member member)
    {
        lock (_lock)
        {
            return _status == SessionStatus.Ended
                ? new Memory(Last: null, Seq: 0, Gone: 0)
                : new Memory(member.Track.Last?.ToLocation(), member.Track.Seq, member.Gone);
        }
    }

    /// <summary>Takes over what the directory knows of those who are not connected here.</summary>
    public void Learn(IReadOnlyList<SeatRecord> records)
    {
        lock (_lock)
        {
            Learn_NeedsLock(records);
        }

        FlushBoth();
    }

    /// <summary>The directory knows of a connection now. False when it is not that person's any more.</summary>
    public bool Settle(Member member, LiveConnection connection, long arrival, IReadOnlyList<SeatRecord> before)
    {
        lock (_lock)
        {
            if (_status == SessionStatus.Ended)
            {
                return false;
            }

            if (member.Elsewhere is null)
            {
                member.Arrival = Math.Max(member.Arrival, arrival);
            }

            if (member.Connection != connection)
            {
                return false;
            }

            if (member.LaterArrival > arrival)
            {
                // They have come in elsewhere while this one was still being written down.
                Replace_NeedsLock(member);
                return false;
            }

            Learn_NeedsLock(before);
            var own = before.FirstOrDefault(seat => seat.UserId == member.UserId);
            if (own is { InstanceId: null, Arrival: > 0 })
            {
                member.Track.SkipTo(own.Seq + UnwrittenSeqs);
            }

            var former = own?.InstanceId;
            string[] others = former is null || former == rooms.Neighbours.Self ? _elsewhere : [.. _elsewhere.Append(former).Distinct(StringComparer.Ordinal)];
            rooms.Neighbours.Tell(others, StateOf_NeedsLock(member, ask: true));
        }

        FlushBoth();
        return true;
    }

    /// <summary>The way to the others is open again: what was said meanwhile is lost, so everyone here is announced once more.</summary>
    public void Announce()
    {
        lock (_lock)
        {
            foreach (var member in _members)
            {
                member.Arrival = 0;
                if (_status != SessionStatus.Ended && member.Connection is { } connection)
                {
                    rooms.Neighbours.Arrived(this, member, connection);
                    rooms.Neighbours.Remember(member);
                }
            }
        }
    }

    /// <summary>
    /// Asks the database what happened meanwhile, on behalf of whoever is connected. Done when that is known, or when it cannot be known soon:
    /// it is then still asked.
    /// </summary>
    public Task CatchUpAsync()
    {
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_status == SessionStatus.Ended || _members.Find(member => member.Connection is not null) is not { } here)
            {
                return Task.CompletedTask;
            }

            storedChanges.Add(
                async (gate, cancellationToken) =>
                {
                    await CatchUpAsync(gate, here.UserId, cancellationToken);
                    caughtUp.TrySetResult();
                },
                delayed: _ => caughtUp.TrySetResult());
        }

        return caughtUp.Task;
    }

    /// <summary>An instance is gone, or with null all of them: whoever was there gets the grace of anyone who lost their connection.</summary>
    public void Lose(string? instanceId)
    {
        lock (_lock)
        {
            var now = _board.Clock.GetUtcNow();
            foreach (var member in _members.Where(member => member.Elsewhere is { } at && (instanceId is null || at == instanceId)))
            {
                (member.Elsewhere, member.OfflineAt) = (null, now + Grace);
                _outOfSync = true;
                Arm_NeedsLock(now + Grace);
            }

            CountElsewhere_NeedsLock();
        }
    }

    public void Hear(PersonState state)
    {
        lock (_lock)
        {
            if (_status == SessionStatus.Ended || Find_NeedsLock(state.UserId) is not { } member || !Believe_NeedsLock(member, state))
            {
                return;
            }

            CountElsewhere_NeedsLock();
            if (state.Ask)
            {
                foreach (var here in _members.Where(one => one.IsOnline && one.Elsewhere is null))
                {
                    rooms.Neighbours.Tell([state.InstanceId], StateOf_NeedsLock(here, ask: false));
                }
            }

            if (_outOfSync && state.Online)
            {
                _outOfSync = false;
                foreach (var here in _members)
                {
                    here.Connection?.Post(FrameJson.Encode(Snapshot_NeedsLock(here.UserId)));
                }
            }

            PostProximity_NeedsLock(_board.Clock.GetUtcNow());
        }

        FlushBoth();
    }

    public void Hear(FixShared shared)
    {
        lock (_lock)
        {
            if (_status != SessionStatus.Ended && Find_NeedsLock(shared.UserId) is { IsPaused: false } member)
            {
                TakeFix_NeedsLock(member, shared.Fix);
                PostProximity_NeedsLock(_board.Clock.GetUtcNow());
            }
        }

        FlushBoth();
    }

    private async ValueTask CatchUpAsync(ISessionGate gate, Guid userId, CancellationToken cancellationToken)
    {
        switch (await gate.FindAsync(sessionId, userId, cancellationToken))
        {
            case { Status: SessionStatus.Ended, EndReason: { } reason, EndedAt: { } at }:
                End(reason, at);
                break;
            case { Status: not SessionStatus.Ended } session:
                TryUpdate(session);
                break;
        }
    }
}
