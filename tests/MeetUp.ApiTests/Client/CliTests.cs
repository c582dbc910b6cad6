using System.Text.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Cli.CommandLine;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Client;

/// <summary>The command line against the real server, whose clock goes on by itself here.</summary>
public sealed class CliTests(MeetUpServer server) : IClassFixture<MeetUpServer>, IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("meetup-cli-");
    private readonly CancellationTokenSource _stop = new();
    private Task _ticking = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        _ticking = Task.Run(LetTimePassAsync);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ticking;
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Seed_FindsTheSamePeopleAndSession_WhenRunAgain()
    {
        var first = await SeedAsync();
        var second = await SeedAsync();

        Assert.Equal(first.GetProperty("session_id").GetString(), second.GetProperty("session_id").GetString());
        Assert.True(first.GetProperty("new_session").GetBoolean());
        Assert.False(second.GetProperty("new_session").GetBoolean());
        foreach (var name in (string[])["alice", "bob"])
        {
            Assert.Equal(first.GetProperty(name).GetProperty("user_id").GetString(), second.GetProperty(name).GetProperty("user_id").GetString());
            var person = second.GetProperty(name);
            Assert.Equal(
                $"{server.Address}debug#session={second.GetProperty("session_id").GetString()}&token={person.GetProperty("access_token").GetString()}",
                person.GetProperty("link").GetString());
            using var http = server.ClientWith(person.GetProperty("access_token").GetString());
            Assert.True((await http.GetAsync("api/v1/users/me")).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Seed_StartsANewSession_WhenTheOldOneEnded()
    {
        var first = await SeedAsync();
        using var alice = server.ClientWith(first.GetProperty("alice").GetProperty("access_token").GetString());
        (await alice.DeleteAsync($"api/v1/sessions/{first.GetProperty("session_id").GetString()}")).EnsureSuccessStatusCode();

        var second = await SeedAsync();

        Assert.NotEqual(first.GetProperty("session_id").GetString(), second.GetProperty("session_id").GetString(), StringComparer.Ordinal);
        Assert.Equal(
            first.GetProperty("alice").GetProperty("user_id").GetString(), second.GetProperty("alice").GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Seed_MakesNewPeople_WhenTheOldAreGone()
    {
        var first = await SeedAsync();
        using var alice = server.ClientWith(first.GetProperty("alice").GetProperty("access_token").GetString());
        (await alice.DeleteAsync("api/v1/users/me")).EnsureSuccessStatusCode();

        var second = await SeedAsync();

        Assert.NotEqual(
            first.GetProperty("alice").GetProperty("user_id").GetGuid(), second.GetProperty("alice").GetProperty("user_id").GetGuid());
        Assert.Equal(first.GetProperty("bob").GetProperty("user_id").GetString(), second.GetProperty("bob").GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Token_PrintsATokenThatWorks_AndRefreshesIt()
    {
        var (code, output, _) = await RunAsync("token", "--name", "Ada", "--json");
        Assert.Equal(ExitCodes.Ok, code);
        var tokens = JsonSerializer.Deserialize(output, ContractsJson.Default.TokenPair)!;
        Assert.Equal("Ada", tokens.User.DisplayName);

        var (again, plain, _) = await RunAsync("token", "--refresh", tokens.RefreshToken);

        Assert.Equal(ExitCodes.Ok, again);
        using var http = server.ClientWith(plain.Trim());
        Assert.True((await http.GetAsync("api/v1/users/me")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Check_SaysThatAllIsWell()
    {
        var (code, output, error) = await RunAsync("check");

        Assert.True(code is ExitCodes.Ok, output + error);
        Assert.All(output.TrimEnd().Split('\n'), line => Assert.StartsWith("ok", line, StringComparison.Ordinal));
        Assert.Contains("111 m apart", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_EndsWithAMeeting()
    {
        var (code, output, error) = await RunAsync("simulate", "--meet", Track(lengthDegrees: 0.003), "--speed", "100");

        Assert.True(code is ExitCodes.Ok, output + error);
        Assert.Contains("They met after", output, StringComparison.Ordinal);
        Assert.Contains("PROXIMITY_REACHED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_SaysSo_WhenTheSessionEndsOtherwise()
    {
        var people = await SeedAsync();
        var session = people.GetProperty("session_id").GetString()!;
        var (tokenA, tokenB) = (Token("alice"), Token("bob"));
        var walking = RunAsync(
            "simulate", "--meet", Track(lengthDegrees: 1), "--speed", "1", "--session", session, "--token-a", tokenA, "--token-b", tokenB);
        using var alice = server.ClientWith(tokenA);
        while (!(await alice.GetStringAsync($"api/v1/sessions/{session}/snapshot")).Contains("\"seq\"", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        (await alice.DeleteAsync($"api/v1/sessions/{session}")).EnsureSuccessStatusCode();
        var (code, output, _) = await walking;

        Assert.Equal(ExitCodes.EndedOtherwise, code);
        Assert.Contains("UserAction", output, StringComparison.Ordinal);

        string Token(string name) => people.GetProperty(name).GetProperty("access_token").GetString()!;
    }

    [Fact]
    public async Task Load_CarriesEveryFix()
    {
        var (code, output, _) = await RunAsync("load", "--sessions", "2", "--rate", "5", "--duration", "2", "--warm-up", "0.5", "--json");

        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(40, report.GetProperty("intended").GetInt64());
        Assert.Equal(40, report.GetProperty("received").GetInt64());
        Assert.Equal(0, report.GetProperty("disconnects").GetInt32());
        Assert.True(report.GetProperty("latency").GetProperty("p50_ms").GetDouble() > 0);
        Assert.Equal(report.GetProperty("generator_kept_up").GetBoolean() ? ExitCodes.Ok : ExitCodes.Failed, code);
    }

    private async Task<JsonElement> SeedAsync()
    {
        var (code, output, error) = await RunAsync("seed", "--json", "--state", Path.Combine(_directory.FullName, "seed.json"));
        Assert.True(code is ExitCodes.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, Screen: null, server.Clock);
        var code = await MeetUpCommand.RunAsync([.. arguments, "--url", server.Address.ToString()], terminal).WaitAsync(TimeSpan.FromMinutes(2));
        return (code, output.ToString(), error.ToString());
    }

    private string Track(double lengthDegrees)
    {
        var path = Path.Combine(_directory.FullName, "walk.gpx");
        var points = Enumerable.Range(0, 11).Select(i =>
            $"<trkpt lat='{48 + (lengthDegrees * i / 10):0.000000}' lon='16'><time>2026-01-01T00:{i:00}:00Z</time></trkpt>");
        File.WriteAllText(path, $"<gpx version='1.1'><trk><trkseg>{string.Concat(points)}</trkseg></trk></gpx>");
        return path;
    }

    /// <summary>As much as has passed for the machine, so that a busy one makes nobody late.</summary>
    private async Task LetTimePassAsync()
    {
        var at = TimeProvider.System.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            var now = TimeProvider.System.GetTimestamp();
            server.Clock.Advance(TimeProvider.System.GetElapsedTime(at, now));
            at = now;
        }
    }
}
