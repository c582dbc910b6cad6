using MeetUp.Contracts;

namespace MeetUp.Server.Realtime.Fixes;

/// <summary>
/// <see cref="ContractLimits.UpdatesPerSecond"/> updates a second, as many at once. Kept as one number, the time at which the bucket
/// would be full again (the generic cell rate algorithm, ITU-T I.371), so there is no timer and no rounding. Not safe for threads.
/// </summary>
internal sealed class TokenBucket
{
    private const long TicksPerToken = TimeSpan.TicksPerSecond / ContractLimits.UpdatesPerSecond;
    private const long TicksWhenEmpty = TicksPerToken * ContractLimits.UpdatesPerSecond;

    private long _fullAt;

    /// <summary>Takes one token if there is one.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        var ticks = now.UtcTicks;

        // Fuller than now in the past; further ahead than an empty bucket only when the clock was set back.
        var fullAt = _fullAt < ticks || _fullAt - ticks > TicksWhenEmpty ? ticks : _fullAt;
        if (fullAt - ticks > TicksWhenEmpty - TicksPerToken)
        {
            return false;
        }

        _fullAt = fullAt + TicksPerToken;
        return true;
    }
}
