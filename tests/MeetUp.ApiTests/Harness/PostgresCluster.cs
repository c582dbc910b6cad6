using Npgsql;

[assembly: AssemblyFixture(typeof(MeetUp.ApiTests.Harness.PostgresRun))]

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// One throwaway PostgreSQL for the whole run of tests, started by the first who needs it; everybody gets a database of their own.
/// With <c>MEETUP_TEST_DATABASE=postgres</c> every test server takes one, so the same suite runs on either engine.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> _shared = new(StartAsync);
    private static int _databases;

    private readonly EngineScript _script;
    private readonly NpgsqlDataSource _admin;
    private readonly Uri _address;

    private PostgresCluster(EngineScript script)
    {
        _script = script;
        _address = new Uri(script.Url);
        var people = _address.UserInfo.Split(':');
        _admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = _address.Host,
            Port = _address.Port,
            Username = people[0],
            Password = people[1],
            Database = _address.AbsolutePath[1..],
            Timeout = 60,
            CommandTimeout = 60,
        });
    }

    /// <summary>Whether every test server shall take a database of PostgreSQL.</summary>
    public static bool IsForAll => Environment.GetEnvironmentVariable("MEETUP_TEST_DATABASE") == "postgres";

    /// <summary>A fresh and empty database, as a value of <c>DATABASE_URL</c>.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        var cluster = await _shared.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var command = cluster._admin.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new UriBuilder(cluster._address) { Path = name }.Uri.AbsoluteUri;
    }

    public static void StopIfStarted()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _shared.Value.Result.Dispose();
        }
    }

    public void Dispose()
    {
        _admin.Dispose();
        _script.Dispose();
    }

    private static async Task<PostgresCluster> StartAsync() =>
        new(await EngineScript.StartAsync("postgres.sh", TimeSpan.FromMinutes(3), IsForAll));
}

/// <summary>Stops the PostgreSQL of a run when the run is over.</summary>
public sealed class PostgresRun : IDisposable
{
    public void Dispose() => PostgresCluster.StopIfStarted();
}
