using System.Threading.Channels;
using MeetUp.ApiTests.Harness;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.ApiTests.Sessions;

public sealed class SweeperOutageTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private const int Rounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Sweeper_LogsAnOutageOnce_AndGoesOnWhenItIsOver()
    {
        var clock = new FakeTimeProvider(server.Now);
        var log = new Lines();
        var tries = Channel.CreateUnbounded<bool>();
        var away = true;
        using var sweeper = new LifecycleSweeper(
            Open, ending: null!, live: null!, new Retention(Open, clock, Keep, Sessions), clock, Sessions, Keep, log);

        await sweeper.StartAsync(CancellationToken.None);
        for (var round = 0; round < Rounds; round++)
        {
            await tries.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            clock.Advance(TimeSpan.FromSeconds(15));
        }

        away = false;
        var lines = new List<LogLevel> { await log.NextAsync() };
        while (lines[^1] is not LogLevel.Information)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            lines.Add(await log.NextAsync());
        }

        await sweeper.StopAsync(CancellationToken.None);
        Assert.Equal([LogLevel.Error, LogLevel.Information], lines);

        MeetUpDb Open()
        {
            tries.Writer.TryWrite(away);
            return Volatile.Read(ref away) ? throw new TimeoutException("Away.") : server.OpenDb();
        }
    }

    private static IOptions<SessionOptions> Sessions => Options.Create(new SessionOptions());

    private static IOptions<RetentionOptions> Keep => Options.Create(new RetentionOptions());

    private sealed class Lines : ILogger<LifecycleSweeper>
    {
        private readonly Channel<LogLevel> _lines = Channel.CreateUnbounded<LogLevel>();

        public Task<LogLevel> NextAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Writer.TryWrite(logLevel);
    }
}
