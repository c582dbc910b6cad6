using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(MeetUp.ApiTests.Harness.PostgresRun))]

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// One throwaway PostgreSQL for the whole run of tests, started by the first who needs it; everybody gets a database of their own.
/// With <c>MEETUP_TEST_DATABASE=postgres</c> every test server takes one, so the same suite runs on either engine.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private const int NotInstalled = 3;

    private static readonly Lazy<Task<PostgresCluster>> _shared = new(StartAsync);
    private static int _databases;

    private readonly Process _script;
    private readonly NpgsqlDataSource _admin;
    private readonly Uri _address;

    private PostgresCluster(Process script, string url)
    {
        _script = script;
        _address = new Uri(url);
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
        _script.StandardInput.Close();
        _script.WaitForExit(TimeSpan.FromSeconds(30));
        _script.Dispose();
    }

    private static async Task<PostgresCluster> StartAsync()
    {
        var script = Process.Start(new ProcessStartInfo(Path.Combine(Root(), "scripts", "postgres.sh"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = script.StandardError.ReadToEndAsync();
        if (await script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3)) is { } url)
        {
            return new PostgresCluster(script, url);
        }

        await script.WaitForExitAsync();
        if (script.ExitCode == NotInstalled && !IsForAll && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip((await errors).Trim());
        }

        throw new InvalidOperationException(await errors);
    }

    public static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "MeetUp.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("Not inside the repository.");
        }

        return directory.FullName;
    }
}

/// <summary>Stops the PostgreSQL of a run when the run is over; should the run be killed, its script notices that by itself.</summary>
public sealed class PostgresRun : IDisposable
{
    public void Dispose() => PostgresCluster.StopIfStarted();
}
