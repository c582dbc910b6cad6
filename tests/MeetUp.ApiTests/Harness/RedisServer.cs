using System.Globalization;

[assembly: AssemblyFixture(typeof(MeetUp.ApiTests.Harness.RedisRun))]

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// One throwaway Redis for the whole run of tests; everybody gets a prefix of their own. With <c>MEETUP_TEST_REDIS=on</c> every test
/// server is two instances that share it, and the people of a test are on them in turn.
/// </summary>
internal static class RedisServer
{
    private static readonly Lazy<Task<EngineScript>> _shared = new(StartAsync);
    private static int _prefixes;

    /// <summary>Whether every test server shall be two instances.</summary>
    public static bool IsForAll => Environment.GetEnvironmentVariable("MEETUP_TEST_REDIS") == "on";

    public static async Task<string> UrlAsync() => (await _shared.Value).Url;

    public static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _prefixes)}");

    /// <summary>One more, for whoever counts what Redis as a whole is told.</summary>
    public static Task<EngineScript> StartAsync() => EngineScript.StartAsync("redis.sh", TimeSpan.FromMinutes(1), IsForAll);

    public static void StopIfStarted()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _shared.Value.Result.Dispose();
        }
    }
}

/// <summary>Stops the Redis of a run when the run is over.</summary>
public sealed class RedisRun : IDisposable
{
    public void Dispose() => RedisServer.StopIfStarted();
}
