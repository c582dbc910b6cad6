namespace MeetUp.Server.State;

/// <summary>So many calls within so long, counted over any stretch of that length.</summary>
internal readonly record struct RateLimit(int Permits, TimeSpan Window);

/// <summary>
/// Counts calls in one place for all instances. Promises: never more than <see cref="RateLimit.Permits"/> in any window; a refused call does
/// not count; the wait it is told is enough if nobody else takes the permit first.
/// </summary>
internal interface IRateLimits
{
    /// <summary>Takes a permit. Null when there was one, else how long until there is.</summary>
    ValueTask<TimeSpan?> TryTakeAsync(string key, RateLimit limit, CancellationToken cancellationToken);
}
