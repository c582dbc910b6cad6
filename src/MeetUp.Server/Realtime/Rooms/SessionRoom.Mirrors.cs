using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>How the seat of someone who is on another instance follows what happens there.</content>
internal sealed partial class SessionRoom
{
    /// <summary>Numbers an instance that died may have given out after what it last wrote: two seconds' worth.</summary>
    private const int UnwrittenSeqs = 2 * ContractLimits.UpdatesPerSecond;

    private void Learn_NeedsLock(IReadOnlyList<SeatRecord> records)
    {
        if (_status == SessionStatus.Ended)
        {
            return;
        }

        foreach (var seat in records)
        {
            if (Find_NeedsLock(seat.UserId) is not { } member)
            {
                continue;
            }

            TakeBack_NeedsLock(member, seat.Gone);
            if (seat.Last is { } last)
            {
                TakeFix_NeedsLock(member, last);
            }

            member.Track.SkipTo(seat.Seq);
            if (member.Connection is null && member.OfflineAt is null)
            {
                var wasOnline = member.IsOnline;
                member.Elsewhere = seat.InstanceId == rooms.Neighbours.Self ? null : seat.InstanceId;
                member.IsOnline = member.Elsewhere is not null;
                if (wasOnline != member.IsOnline)
                {
                    PostPresence_NeedsLock(member);
                }
            }
        }

        CountElsewhere_NeedsLock();
        PostProximity_NeedsLock(_board.Clock.GetUtcNow());
    }

    /// <summary>Takes over a person's state, unless they are here and came later; false then.</summary>
    private bool Believe_NeedsLock(Member member, PersonState state)
    {
        if (member.Connection is not null && (!state.Online || member.Arrival == 0 || state.Arrival < member.Arrival))
        {
            member.LaterArrival = Math.Max(member.LaterArrival, state.Online && member.Arrival == 0 ? state.Arrival : 0);
            return false;
        }

        if (!state.Online && member.Elsewhere != state.InstanceId)
        {
            return false;
        }

        Replace_NeedsLock(member);
        var before = member.ToStatus();
        (member.Elsewhere, member.IsOnline, member.OfflineAt) = (state.Online ? state.InstanceId : null, state.Online, null);
        (member.IsPaused, member.LastSeen) = (state.Paused, state.LastSeen ?? member.LastSeen);
        if (state.Last is { } last)
        {
            TakeFix_NeedsLock(member, last);
        }
        else if (member.Track.Last is not null)
        {
            member.Track.Forget();
            PeerOf_NeedsLock(member)?.Connection?.DropLatest();
        }

        member.Track.SkipTo(state.Seq);
        if ((before.Status, before.Sharing) != (member.ToStatus().Status, member.ToStatus().Sharing))
        {
            PostPresence_NeedsLock(member);
        }

        return true;
    }

    /// <summary>A pause elsewhere has taken back what was shared up to a number.</summary>
    private void TakeBack_NeedsLock(Member member, long gone)
    {
        member.Gone = Math.Max(member.Gone, gone);
        if (member.Track.Last is { } last && last.Seq <= gone)
        {
            member.Track.Forget();
            PeerOf_NeedsLock(member)?.Connection?.DropLatest();
            PostPresence_NeedsLock(member);
        }
    }

    private static void Replace_NeedsLock(Member member)
    {
        var replaced = member.Connection;
        (member.Connection, member.Arrival, member.LaterArrival) = (null, 0, 0);
        replaced?.SendError(ErrorCodes.ConnectionReplaced, "You connected from somewhere else.");
        replaced?.Close(CloseCodes.Replaced);
    }

    private void TakeFix_NeedsLock(Member member, LastLocation fix)
    {
        var isFirst = member.Track.Last is null;
        if (!member.Track.Mirror(fix))
        {
            return;
        }

        member.LastSeen = fix.ReceivedAt;
        Arm_NeedsLock(fix.ReceivedAt + FixLifetime);
        if (PeerOf_NeedsLock(member)?.Connection is { } peer)
        {
            if (isFirst)
            {
                peer.Post(FrameJson.Encode(member.ToPresence()));
            }

            _board.Counters.UpdateDelivered(peer.PutLatest(FrameJson.Encode(new PeerLocation(
                member.UserId, fix.Lat, fix.Lon, fix.AccuracyM, fix.Timestamp, fix.ReceivedAt, member.Track.Seq, fix.HeadingDeg, fix.SpeedMps))));
        }
    }

    private void CountElsewhere_NeedsLock() => _elsewhere = [.. _members.Select(member => member.Elsewhere).OfType<string>().Distinct(StringComparer.Ordinal)];

    private void TellElsewhere_NeedsLock(Member member)
    {
        if (_elsewhere.Length > 0)
        {
            rooms.Neighbours.Tell(_elsewhere, StateOf_NeedsLock(member, ask: false));
        }
    }

    private PersonState StateOf_NeedsLock(Member member, bool ask) => new(
        sessionId, member.UserId, rooms.Neighbours.Self!, member.Arrival, member.IsOnline, member.IsPaused, member.ToStatus().LastSeen,
        member.Track.Last?.ToLocation(), member.Track.Seq, ask);
}
