using MeetUp.Contracts.Auth;
using StackExchange.Redis;

namespace MeetUp.ApiTests.Harness;

/// <summary>A server that is two instances in any run, with the way from them to Redis in the test's hand.</summary>
public class TwoInstances : MeetUpServer
{
    private int _redisPort;

    protected override bool HasTwoInstances => true;

    /// <summary>The line both instances reach Redis by.</summary>
    internal Wire Wire { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        _redisPort = new Uri(await RedisAsync()).Port;
        Wire = new Wire(_redisPort);
        Set(RedisUrl, $"redis://127.0.0.1:{Wire.Port}");
        Set("MeetUp__Redis__Prefix", RedisServer.NewPrefix());
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        Wire.Mend();
        await base.DisposeAsync();
        await Wire.DisposeAsync();
    }

    /// <summary>Where their Redis is; tests that run at the same time use it too.</summary>
    protected virtual Task<string> RedisAsync() => RedisServer.UrlAsync();

    /// <summary>The same person, as reached over the instance of another.</summary>
    internal Guest At(Guest other, TokenPair tokens) => new(this, tokens, other.Address);

    /// <summary>Waits until all instances can know that this person's socket is where it is.</summary>
    internal async Task UntilArrivedAsync(Guest guest, Guid session)
    {
        await using var redis = await LookIntoRedisAsync();
        var seats = redis.GetServers()[0].Keys(pattern: $"*{session}:seats").ToList();
        for (var i = 0; !seats.Exists(key => redis.GetDatabase().HashExists(key, $"at:{guest.Id}")); i++)
        {
            Assert.True(i < 400, "They never arrived.");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
            seats = redis.GetServers()[0].Keys(pattern: $"*{session}:seats").ToList();
        }
    }

    /// <summary>Not through the wire, and not as the server.</summary>
    internal Task<ConnectionMultiplexer> LookIntoRedisAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redisPort},allowAdmin=true");
}

/// <summary>Two instances with a Redis nobody else uses, for what is counted there.</summary>
public sealed class TwoInstancesAlone : TwoInstances
{
    private EngineScript? _redis;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _redis?.Dispose();
    }

    protected override async Task<string> RedisAsync() => (_redis = await RedisServer.StartAsync()).Url;
}
