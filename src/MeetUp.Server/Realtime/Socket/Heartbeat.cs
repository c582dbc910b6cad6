namespace MeetUp.Server.Realtime.Socket;

/// <summary>What a <see cref="Heartbeat"/> wants done.</summary>
internal enum Beat
{
    Wait,
    Ping,
    Dead,
}

/// <summary>
/// Ping at an even pace; dead when a ping brought no sign of life in time. A client that has not read what it was sent cannot see a ping
/// either: it gets none, and the slow-reader rule decides about it.
/// </summary>
internal struct Heartbeat(RealtimeOptions options, DateTimeOffset now)
{
    private readonly int _pingSeconds = options.PingSeconds;
    private readonly int _pongSeconds = options.PongSeconds;
    private DateTimeOffset _nextPing = now.AddSeconds(options.PingSeconds);
    private DateTimeOffset? _pingedAt;

    public readonly DateTimeOffset NextDue =>
        _pingedAt is { } at && at.AddSeconds(_pongSeconds) is var deadline && deadline < _nextPing ? deadline : _nextPing;

    public Beat Next(DateTimeOffset now, DateTimeOffset lastInbound, bool isBlocked)
    {
        if (_pingedAt is { } at)
        {
            if (lastInbound >= at)
            {
                _pingedAt = null;
            }
            else if (now >= at.AddSeconds(_pongSeconds) && !isBlocked)
            {
                return Beat.Dead;
            }
        }

        if (now < _nextPing)
        {
            return Beat.Wait;
        }

        _nextPing = now.AddSeconds(_pingSeconds);
        if (isBlocked || _pingedAt is not null)
        {
            return Beat.Wait;
        }

        _pingedAt = now;
        return Beat.Ping;
    }
}
