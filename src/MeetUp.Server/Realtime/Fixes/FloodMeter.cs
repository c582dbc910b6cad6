namespace MeetUp.Server.Realtime.Fixes;

/// <summary>
/// Tells when one connection has sent too much (<see cref="FramesPerSecond"/> for <see cref="Seconds"/> s) or too much nonsense
/// (<see cref="BadFrames"/> in a minute), and rations the errors that say so. Allocates at most once. Not safe for threads.
/// </summary>
internal sealed class FloodMeter
{
    public const int FramesPerSecond = 100;
    public const int Seconds = 5;
    public const int BadFrames = 20;

    private long _secondStart = long.MinValue;
    private int _framesInSecond;
    private int _busySeconds;
    private long[]? _badAt;
    private int _badCount;
    private long _limitToldAt = long.MinValue;

    /// <summary>
    /// Counts a frame of any kind; true when it is a flood. A second is busy from its hundredth frame on, and five busy ones must follow
    /// each other: a short burst, however large, is none.
    /// </summary>
    public bool CountFrame(DateTimeOffset now)
    {
        var ticks = now.UtcTicks;
        if (_secondStart == long.MinValue || ticks < _secondStart || ticks - _secondStart >= TimeSpan.TicksPerSecond)
        {
            StartSecond(ticks);
        }

        _framesInSecond++;

        // A frame stands for the hundredth of a second after it, so that the 500th at an even pace completes the fifth second.
        return _busySeconds >= Seconds - 1
            && _framesInSecond >= FramesPerSecond
            && ticks - _secondStart + (TimeSpan.TicksPerSecond / FramesPerSecond) >= TimeSpan.TicksPerSecond;
    }

    /// <summary>Counts a frame of wrong shape or unknown type; true when it is the twentieth within a minute.</summary>
    public bool CountBadFrame(DateTimeOffset now)
    {
        _badAt ??= new long[BadFrames];
        _badAt[_badCount++ % BadFrames] = now.UtcTicks;
        return _badCount >= BadFrames && now.UtcTicks - _badAt[_badCount % BadFrames] <= TimeSpan.TicksPerMinute;
    }

    /// <summary>Whether the client may be told about its limit now: once a second.</summary>
    public bool MayTellLimit(DateTimeOffset now)
    {
        var ticks = now.UtcTicks;
        if (_limitToldAt != long.MinValue && ticks >= _limitToldAt && ticks - _limitToldAt < TimeSpan.TicksPerSecond)
        {
            return false;
        }

        _limitToldAt = ticks;
        return true;
    }

    private void StartSecond(long ticks)
    {
        var follows = _secondStart != long.MinValue && ticks >= _secondStart && ticks - _secondStart < 2 * TimeSpan.TicksPerSecond;
        _busySeconds = follows && _framesInSecond >= FramesPerSecond ? _busySeconds + 1 : 0;
        _secondStart = follows ? _secondStart + TimeSpan.TicksPerSecond : ticks;
        _framesInSecond = 0;
    }
}
