using System.Collections.Concurrent;

namespace MeetUp.Server.State.Redis;

/// <summary>What instances must have alike to be one server, such as the key they sign with. Holds while any of them lives.</summary>
internal sealed class Agreement(RedisLink link)
{
    private const string Script = """
        local had = redis.call('GET', KEYS[1])
        if had and had ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> _agreed = new(StringComparer.Ordinal);

    /// <summary>Whether no other instance has it differently; from then on none can come that has.</summary>
    public async Task<bool> IsSharedAsync(string what, string value)
    {
        var isShared = (bool)await link.Keys.ScriptEvaluateAsync(Script, [KeyOf(what)], [value, (long)Lifetime.TotalMilliseconds]);
        if (isShared)
        {
            _agreed[what] = value;
        }

        return isShared;
    }

    public Task RenewAsync() =>
        Task.WhenAll(_agreed.Select(pair => link.Keys.StringSetAsync(KeyOf(pair.Key), pair.Value, Lifetime)));

    private StackExchange.Redis.RedisKey KeyOf(string what) => link.Key(what, "same");
}
