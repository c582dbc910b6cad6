using System.Diagnostics;
using System.Globalization;

[assembly: AssemblyFixture(typeof(MeetUp.ApiTests.Harness.RedisRun))]

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// One throwaway Redis for the whole run of tests; everybody gets a prefix of their own. With <c>MEETUP_TEST_REDIS=on</c> every test
/// server is two instances that share it, and the people of a test are on them in turn.
/// </summary>
internal sealed class RedisServer : IDisposable
{
    private const int NotInstalled = 3;

    private static readonly Lazy<Task<RedisServer>> _shared = new(StartAsync);
    private static int _prefixes;

    private readonly Process _script;
    private readonly string _url;

    private RedisServer(Process script, string url) => (_script, _url) = (script, url);

    /// <summary>Whether every test server shall be two instances.</summary>
    public static bool IsForAll => Environment.GetEnvironmentVariable("MEETUP_TEST_REDIS") == "on";

    public static async Task<string> UrlAsync() => (await _shared.Value)._url;

    public static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _prefixes)}");

    public static void StopIfStarted()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _shared.Value.Result.Dispose();
        }
    }

    public void Dispose()
    {
        _script.StandardInput.Close();
        _script.WaitForExit(TimeSpan.FromSeconds(30));
        _script.Dispose();
    }

    private static async Task<RedisServer> StartAsync()
    {
        var script = Process.Start(new ProcessStartInfo(Path.Combine(PostgresCluster.Root(), "scripts", "redis.sh"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = script.StandardError.ReadToEndAsync();
        if (await script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } url)
        {
            return new RedisServer(script, url);
        }

        await script.WaitForExitAsync();
        if (script.ExitCode == NotInstalled && !IsForAll && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip((await errors).Trim());
        }

        throw new InvalidOperationException(await errors);
    }
}

/// <summary>Stops the Redis of a run when the run is over.</summary>
public sealed class RedisRun : IDisposable
{
    public void Dispose() => RedisServer.StopIfStarted();
}
