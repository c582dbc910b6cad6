using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Server.Realtime.Fixes;

/// <summary>
/// The checks on one person's fixes in one session, with what they need to remember. The order is the contract's:
/// bounds, accuracy, clock, order, speed. Allocates nothing; not safe for threads.
/// </summary>
internal sealed class FixTrack
{
    /// <summary>So many refused for speed that agree with each other are believed rather than the fix they disagree with.</summary>
    private const int BelievedAfter = 3;

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(ContractLimits.MaxClockSkewSeconds);

    private AcceptedFix? _last;
    private DateTimeOffset _lastTimestamp = DateTimeOffset.MinValue;
    private long _seq;
    private Fix _doubted;
    private int _doubtedInARow;

    /// <summary>The last accepted fix, until it is forgotten.</summary>
    public AcceptedFix? Last => _last;

    /// <summary>The number of the last accepted fix, remembered or not.</summary>
    public long Seq => _seq;

    /// <summary>When <see cref="Last"/> came in.</summary>
    public DateTimeOffset? ReceivedAt => _last?.ReceivedAt;

    /// <summary>
    /// Null when the fix may be accepted. A refused fix leaves no trace but one: those refused for speed are compared with each other.
    /// Refusals for anything else between them neither count nor break the row.
    /// </summary>
    public FixRefusal? Check(in Fix fix, DateTimeOffset now)
    {
        // Written so that NaN fails.
        if (!(Math.Abs(fix.Lat) <= 90 && Math.Abs(fix.Lon) <= 180))
        {
            return FixRefusal.CoordinatesOutOfBounds;
        }

        if (!(fix.AccuracyM is >= ContractLimits.MinAccuracyMeters and <= ContractLimits.MaxAccuracyMeters))
        {
            return FixRefusal.AccuracyOutOfRange;
        }

        if ((fix.Timestamp - now).Duration() > MaxClockSkew)
        {
            return FixRefusal.TimestampOutOfRange;
        }

        if (fix.Timestamp <= _lastTimestamp)
        {
            return FixRefusal.OutOfOrder;
        }

        if (_last is { } last && !IsReachable(last.Fix, fix) && !IsBelieved(fix))
        {
            return FixRefusal.ImpossibleSpeed;
        }

        return null;
    }

    /// <summary>Takes a fix that passed <see cref="Check"/> and gives it its number.</summary>
    public AcceptedFix Accept(in Fix fix, DateTimeOffset now)
    {
        var accepted = new AcceptedFix(fix, now, ++_seq);
        _last = accepted;
        _lastTimestamp = fix.Timestamp;
        _doubtedInARow = 0;
        return accepted;
    }

    /// <summary>
    /// Takes over a fix that another instance accepted; false when it is not newer. One that is newer but numbered as if it were not, by an
    /// instance that could not know what had been given out, gets a number of its own here.
    /// </summary>
    public bool Mirror(LastLocation other)
    {
        if (other.Seq <= _seq && other.Timestamp <= _lastTimestamp)
        {
            return false;
        }

        var fix = new Fix(other.Lat, other.Lon, other.AccuracyM, other.Timestamp, other.HeadingDeg, other.SpeedMps);
        (_seq, _lastTimestamp, _doubtedInARow) = (Math.Max(other.Seq, _seq + 1), other.Timestamp, 0);
        _last = new AcceptedFix(fix, other.ReceivedAt, _seq);
        return true;
    }

    /// <summary>No number up to this one is given out any more.</summary>
    public void SkipTo(long seq) => _seq = Math.Max(_seq, seq);

    /// <summary>
    /// Drops every place, after <see cref="ContractLimits.FixLifetimeSeconds"/> or on a pause. Numbers and order go on, so that a fix
    /// from before cannot come back after.
    /// </summary>
    public void Forget()
    {
        _last = null;
        _doubted = default;
        _doubtedInARow = 0;
    }

    /// <summary>Whether going from one to the other takes no more than the top speed, each as far off as its accuracy allows.</summary>
    private static bool IsReachable(in Fix from, in Fix to)
    {
        var meters = Math.Max(0, GreatCircle.Meters(from, to) - from.AccuracyM - to.AccuracyM);
        var hours = (to.Timestamp - from.Timestamp).TotalHours;
        return meters / 1000 <= ContractLimits.MaxSpeedKilometersPerHour * hours;
    }

    private bool IsBelieved(in Fix fix)
    {
        var agrees = _doubtedInARow > 0 && fix.Timestamp > _doubted.Timestamp && IsReachable(_doubted, fix);
        _doubtedInARow = agrees ? _doubtedInARow + 1 : 1;
        _doubted = fix;
        return _doubtedInARow >= BelievedAfter;
    }
}
