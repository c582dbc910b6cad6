using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;
using MeetUp.Server.Realtime.Frames;
using MeetUp.Server.Realtime.Meeting;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>What people share: their fixes, how close these bring them, and pausing.</content>
internal sealed partial class SessionRoom
{
    private readonly ProximityMeter _meter = new();

    /// <summary>
    /// Everything that happens to an update, in this order: (1 it arrived whole) 2 limit, 3 shape, 4 checks, then the pause, 5 stamp,
    /// 6 remember, 7 deliver, 8 proximity. Synchronous to the end; touches no database and no other machine. Bytes are only put into
    /// outboxes under the lock; they are flushed after it.
    /// </summary>
    public FixOutcome TakeUpdate(Member member, in ParsedFrame frame, DateTimeOffset now)
    {
        // 2
        if (!member.Limit.TryTake(now))
        {
            return FixOutcome.TooMany;
        }

        // 3
        if (frame.Error is { } error)
        {
            return FixOutcome.Malformed(error);
        }

        LiveConnection? peerConnection;
        bool isProximityNews;
        lock (_lock)
        {
            if (_status == SessionStatus.Ended)
            {
                return FixOutcome.NotActive;
            }

            // 4
            if (member.Track.Check(frame.Fix, now) is { } refusal)
            {
                return FixOutcome.Refused(refusal);
            }

            if (member.IsPaused)
            {
                return FixOutcome.Paused;
            }

            // 5, 6
            var isFirst = member.Track.ReceivedAt is null;
            var seq = member.Track.Accept(frame.Fix, now).Seq;
            member.LastSeen = now;
            Arm_NeedsLock(now + FixLifetime);
            rooms.Neighbours.Remember(member);

            // 7
            if (_elsewhere.Length > 0)
            {
                rooms.Neighbours.Tell(_elsewhere, new FixShared(sessionId, member.UserId, member.Track.Last!.Value.ToLocation()));
            }

            peerConnection = PeerOf_NeedsLock(member)?.Connection;
            if (peerConnection is not null)
            {
                if (isFirst)
                {
                    peerConnection.Post(FrameJson.Encode(member.ToPresence()));
                }

                Span<byte> bytes = stackalloc byte[PeerLocationEncoder.MaxBytes];
                var length = member.Encoder.Encode(bytes, frame, now, seq);
                _board.Counters.UpdateDelivered(peerConnection.PutLatest(bytes[..length]));
            }

            // 8
            isProximityNews = PostProximity_NeedsLock(now);
        }

        peerConnection?.Flush();
        if (isProximityNews)
        {
            member.Connection?.Flush();
        }

        _board.Counters.UpdateAccepted();
        return default;
    }

    /// <summary>Stops sharing: the last position is gone at once, here and from the peer's outbox. The database learns of it by and by.</summary>
    public void Pause(Member member) => SetPaused(member, paused: true);

    public void Resume(Member member) => SetPaused(member, paused: false);

    /// <summary>Whether the two count as close enough for "I'm here" at this moment.</summary>
    public bool CanConfirm(DateTimeOffset now)
    {
        bool canConfirm;
        lock (_lock)
        {
            PostProximity_NeedsLock(now);
            canConfirm = _meter.Current is { CanConfirm: true };
        }

        FlushBoth();
        return canConfirm;
    }

    /// <summary>Shows both how "I'm here" stands; never less of a window than they have seen.</summary>
    public void ShowConfirmations(ImHereUpdate update, bool fromElsewhere = false)
    {
        lock (_lock)
        {
            var isOld = _imHere is { } shown && (shown.ExpiresAt > update.ExpiresAt
                || (shown.ExpiresAt == update.ExpiresAt && shown.ConfirmedBy.Count >= update.ConfirmedBy.Count));
            if (_status != SessionStatus.Active || isOld)
            {
                return;
            }

            _imHere = update;
            PostToBoth_NeedsLock(update);
            if (!fromElsewhere && _elsewhere.Length > 0)
            {
                rooms.Neighbours.Tell(_elsewhere, new WindowShown(sessionId, update.ConfirmedBy, update.ExpiresAt));
            }

            if (update.ExpiresAt is { } closes)
            {
                Arm_NeedsLock(closes.AddTicks(1));
            }
        }

        FlushBoth();
    }

    private void SetPaused(Member member, bool paused)
    {
        lock (_lock)
        {
            if (_status == SessionStatus.Ended || member.IsPaused == paused)
            {
                return;
            }

            member.IsPaused = paused;
            member.Gone = member.Track.Seq;
            member.Track.Forget();
            PeerOf_NeedsLock(member)?.Connection?.DropLatest();
            PostPresence_NeedsLock(member);
            PostProximity_NeedsLock(_board.Clock.GetUtcNow());
            rooms.Neighbours.Forget(member);
            TellElsewhere_NeedsLock(member);
            storedChanges.Add((gate, cancellationToken) => gate.SavePausedAsync(sessionId, member.UserId, paused, cancellationToken));
        }

        FlushBoth();
    }

    /// <summary>
    /// Measures anew and posts what changed to both. When a fix is gone there is no distance any more; a client that was told it may
    /// confirm is told that it may not, with the last distance it knows.
    /// </summary>
    private bool PostProximity_NeedsLock(DateTimeOffset now)
    {
        if (_status != SessionStatus.Active || _members.Count < 2)
        {
            return false;
        }

        var before = _meter.Current;
        if (_meter.Update(_members[0].Track.Last, _members[1].Track.Last, now))
        {
            PostToBoth_NeedsLock(_meter.Current!.Value.ToFrame());
        }
        else if (_meter.Current is null && before is { CanConfirm: true } lost)
        {
            PostToBoth_NeedsLock((lost with { CanConfirm = false }).ToFrame());
        }
        else
        {
            return false;
        }

        if (_meter.NextChangeAt is { } changes)
        {
            Arm_NeedsLock(changes);
        }

        return true;
    }
}
