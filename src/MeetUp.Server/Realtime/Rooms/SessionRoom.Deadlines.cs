using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime.Rooms;

/// <content>What happens to a session by the passing of time alone. One entry in the wheel stands for all of it.</content>
internal sealed partial class SessionRoom
{
    private static readonly TimeSpan FixLifetime = TimeSpan.FromSeconds(ContractLimits.FixLifetimeSeconds);

    protected internal override DateTimeOffset? OnDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            _armedFor = DateTimeOffset.MaxValue;
            if (IsAbandoned_NeedsLock(now))
            {
                Remove_NeedsLock();
                return null;
            }

            if (_status != SessionStatus.Ended)
            {
                CloseConfirmWindow_NeedsLock(now);
                foreach (var member in _members)
                {
                    ForgetOldFix_NeedsLock(member, now);
                    GoOffline_NeedsLock(member, now);
                }

                PostProximity_NeedsLock(now);
            }

            _armedFor = NextDue_NeedsLock(now);
        }

        FlushBoth();
        return _armedFor;
    }

    /// <summary>Asks to be called at <paramref name="due"/>, unless that happens sooner anyway. Cheap when it does: no lock but the room's.</summary>
    private void Arm_NeedsLock(DateTimeOffset due)
    {
        if (due < _armedFor)
        {
            _armedFor = due;
            _board.Wheel.Arm(this, due);
        }
    }

    private DateTimeOffset NextDue_NeedsLock(DateTimeOffset now)
    {
        var next = _status == SessionStatus.Ended ? _removeAt : _expiresAt + MarkLifetime;
        foreach (var member in _members)
        {
            next = Sooner(next, member.OfflineAt, now);
            next = Sooner(next, member.Track.ReceivedAt + FixLifetime, now);
        }

        next = Sooner(next, _meter.NextChangeAt, now);
        return Sooner(next, _imHere?.ExpiresAt?.AddTicks(1), now);

        static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset? other, DateTimeOffset now) =>
            other is { } at && at > now && at < one ? at : one;
    }

    private void CloseConfirmWindow_NeedsLock(DateTimeOffset now)
    {
        // Its last moment still counts. A complete window stays: the end it led to is on its way.
        if (_imHere is { ConfirmedBy.Count: 1, ExpiresAt: { } closes } && now > closes)
        {
            _imHere = null;
            PostToBoth_NeedsLock(new ImHereUpdate([], ExpiresAt: null));
        }
    }

    private void ForgetOldFix_NeedsLock(Member member, DateTimeOffset now)
    {
        if (member.Track.ReceivedAt is { } receivedAt && now >= receivedAt + FixLifetime)
        {
            member.Track.Forget();
            PostPresence_NeedsLock(member);
        }
    }

    private void GoOffline_NeedsLock(Member member, DateTimeOffset now)
    {
        if (member.OfflineAt <= now)
        {
            (member.IsOnline, member.OfflineAt) = (false, null);
            PostPresence_NeedsLock(member);
            if (member.Arrival > 0)
            {
                rooms.Neighbours.Left(member);
                TellElsewhere_NeedsLock(member);
                member.Arrival = 0;
            }
        }
    }

    /// <summary>A minute after the end; or when the session should have ended long since and nobody is here to be told.</summary>
    private bool IsAbandoned_NeedsLock(DateTimeOffset now) =>
        now >= _removeAt || (now >= _expiresAt + MarkLifetime && _members.TrueForAll(member => member.Connection is null));

    private void Remove_NeedsLock()
    {
        _removed = true;
        _status = SessionStatus.Ended;
        foreach (var member in _members)
        {
            member.Track.Forget();
            rooms.Limits.Release(member.Limit);
        }

        _members.Clear();
        rooms.Remove(this);
    }
}
