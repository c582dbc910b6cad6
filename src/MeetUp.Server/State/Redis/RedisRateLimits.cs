namespace MeetUp.Server.State.Redis;

/// <summary>Counts calls for all instances: the times that still count, in a list per key. While Redis is away each instance counts its own.</summary>
internal sealed class RedisRateLimits(RedisLink link, InProcessRateLimits own, TimeProvider clock) : IRateLimits
{
    private const string Script = """
        local now = tonumber(ARGV[1])
        local window = tonumber(ARGV[3])
        local oldest = redis.call('LINDEX', KEYS[1], 0)
        while oldest and now - tonumber(oldest) >= window do
          redis.call('LPOP', KEYS[1])
          oldest = redis.call('LINDEX', KEYS[1], 0)
        end
        if redis.call('LLEN', KEYS[1]) < tonumber(ARGV[2]) then
          redis.call('RPUSH', KEYS[1], ARGV[1])
          redis.call('PEXPIRE', KEYS[1], window)
          return -1
        end
        return window - (now - tonumber(oldest))
        """;

    public async ValueTask<TimeSpan?> TryTakeAsync(string key, RateLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            var wait = (long)await link.Keys.ScriptEvaluateAsync(
                Script,
                [link.Key(key, "limit")],
                [clock.GetUtcNow().ToUnixTimeMilliseconds(), limit.Permits, (long)limit.Window.TotalMilliseconds]).WaitAsync(cancellationToken);
            return wait < 0 ? null : TimeSpan.FromMilliseconds(wait);
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            return await own.TryTakeAsync(key, limit, cancellationToken);
        }
    }
}
