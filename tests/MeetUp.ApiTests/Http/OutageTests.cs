using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Http;

/// <summary>What is broken or away, and how little of it is told.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly MeetUpServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Bug_Is500AndTellsNothingOfItself()
    {
        await using (var db = _server.OpenDb())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE users RENAME TO hidden_people");
        }

        using var response = await _server.Anonymous.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"));
        var text = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("users", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sqlite", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        await Refusal.AssertAsync(Task.FromResult(response), 500, ErrorCodes.InternalError);
    }

    [Fact]
    public async Task Call_Is503WithRetryAfter_WhenTheDatabaseIsDamaged()
    {
        await using var server = new EmbeddedServer();
        await server.InitializeAsync();
        await server.SignInAsync("ada");
        foreach (var file in Directory.GetFiles(server.DataPath, "meetup.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await stream.WriteAsync(new byte[Math.Max(stream.Length, 4096)]);
        }

        using var response = await server.Anonymous.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("bob"));

        Assert.True(response.RetryAfter() > 0);
        await Refusal.AssertAsync(Task.FromResult(response), 503, ErrorCodes.Unavailable);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        using var ready = await server.Anonymous.CallAsync("GET", "health/ready");
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains("database: away\n", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("live: ok\n", await server.Anonymous.GetStringAsync("health/live"));
    }

    private sealed class EmbeddedServer : MeetUpServer
    {
        public EmbeddedServer() => Set(DatabaseUrl, "");
    }
}
