using System.Globalization;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Instances;

/// <summary>What an update costs Redis, and what is left there.</summary>
public sealed class RedisTraceTests(TwoInstancesAlone server) : IClassFixture<TwoInstancesAlone>
{
    private const int Sessions = 25;
    private const int Rounds = 60;
    private const int PerRound = 2 * Sessions;

    [Fact]
    public async Task Updates_CostRedisNothing_WhenBothAreOnOneInstance_AndAFifthOfACommand_WhenTheyAreNot()
    {
        var together = await CommandsPerUpdateAsync(isSplit: false);
        var split = await CommandsPerUpdateAsync(isSplit: true);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"PUBLISH per update: together {together.Published:f4}, split {split.Published:f4}; of any kind: together {together.Any:f4}, split {split.Any:f4}"));

        Assert.Equal(0, together.Published);
        Assert.InRange(split.Published, 1e-9, 0.2);
        Assert.InRange(split.Any, split.Published, 0.2);
    }

    [Fact]
    public async Task Session_LeavesNothingInRedis_WhenItIsOver()
    {
        await using var redis = await server.LookIntoRedisAsync();
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 300);
        await server.UntilQuietAsync();
        var keys = redis.GetServers()[0].Keys(pattern: $"*{pair.Session}*").Select(key => (string)key!).ToList();
        Assert.Equal(2, keys.Count(key => key.Contains(":fix:", StringComparison.Ordinal)));
        foreach (var key in keys)
        {
            Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 1, key.Contains(":fix:", StringComparison.Ordinal) ? 120 : 90_000);
        }

        await pair.Ada.EndAsync(pair.Session);
        await pair.BobSocket.NextAsync<SessionEnded>();
        for (var i = 0; redis.GetServers()[0].Keys(pattern: $"*{pair.Session}*").Any(key => !((string)key!).Contains("window", StringComparison.Ordinal)); i++)
        {
            Assert.True(i < 200, "Something of the session stayed in Redis.");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    private async Task<(double Published, double Any)> CommandsPerUpdateAsync(bool isSplit)
    {
        await using var redis = await server.LookIntoRedisAsync();
        var pairs = new List<Pair>();
        for (var i = 0; i < Sessions; i++)
        {
            var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
            var session = await ada.MeetAsync(bob);
            bob = isSplit ? bob : server.At(ada, bob.Tokens);
            Assert.Equal(isSplit, ada.Address != bob.Address);
            var adaSocket = await ada.OpenAsync(session);
            var bobSocket = await bob.OpenAsync(session);
            await adaSocket.NextAsync<PresenceUpdate>();
            pairs.Add(new Pair(ada, bob, session, adaSocket, bobSocket));
        }

        await server.UntilQuietAsync();
        var before = await CountAsync(redis);
        for (var round = 0; round < Rounds; round++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(pairs.Select(async pair =>
            {
                await pair.AdaSocket.SendAsync(server.FixAt(round));
                await pair.BobSocket.SendAsync(server.FixAt(round + 300));
                await pair.BobSocket.NextAsync<PeerLocation>(fix => fix.Seq == round + 1);
                await pair.AdaSocket.NextAsync<PeerLocation>(fix => fix.Seq == round + 1);
            }));
        }

        var after = await CountAsync(redis);
        await Task.WhenAll(pairs.Select(pair => pair.DisposeAsync().AsTask()));
        const double updates = PerRound * Rounds;
        return ((after.Published - before.Published) / updates, (after.Any - before.Any) / updates);
    }

    /// <summary>As Redis counts them, without those that scripts call; an instance's own sign of life is a SET every 2 s.</summary>
    private static async Task<(long Published, long Any)> CountAsync(StackExchange.Redis.ConnectionMultiplexer redis)
    {
        var calls = (await redis.GetServers()[0].InfoAsync("commandstats")).SelectMany(group => group).ToDictionary(
            line => line.Key["cmdstat_".Length..],
            line => long.Parse(line.Value.Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
        return (calls.GetValueOrDefault("publish"), calls.Where(pair => pair.Key is not ("info" or "ping" or "set" or "del" or "hset" or "hmget" or "expire")).Sum(pair => pair.Value));
    }
}
