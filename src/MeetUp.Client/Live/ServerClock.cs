namespace MeetUp.Client.Live;

/// <summary>
/// The server's time as seen from here: phones' clocks are off by minutes, and the age of a fix must not be.
/// The answer with the shortest round trip is believed, since its error is at most half of that.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TimeSpan _offset;
    private TimeSpan _bestRoundTrip = TimeSpan.MaxValue;

    public TimeSpan? RoundTrip { get; private set; }

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                return time.GetUtcNow() + _offset;
            }
        }
    }

    /// <summary>A new connection may go to another machine with another clock.</summary>
    public void OnSnapshot(DateTimeOffset serverTime)
    {
        lock (_lock)
        {
            _bestRoundTrip = TimeSpan.MaxValue;
            _offset = serverTime - time.GetUtcNow();
        }
    }

    public void OnPong(DateTimeOffset serverTime, TimeSpan roundTrip)
    {
        lock (_lock)
        {
            RoundTrip = roundTrip;
            if (roundTrip <= _bestRoundTrip)
            {
                _bestRoundTrip = roundTrip;
                _offset = serverTime + (roundTrip / 2) - time.GetUtcNow();
            }
        }
    }
}
