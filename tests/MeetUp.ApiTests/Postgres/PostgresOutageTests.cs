using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Postgres;

/// <summary>While the database is away, who is live notices nothing, and who wants in is told to come back.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private readonly ServerOnAWire _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LiveSession_GoesOn_AndNobodyJoins_WhileTheDatabaseIsAway(bool silent)
    {
        await using var pair = await _server.PairAsync();
        await pair.StandAsync(metersApart: 500);

        await _server.LoseDatabaseAsync(silent);
        await Refusal.AssertAsync(pair.Ada.Http.GetAsync("api/v1/sessions/active"), 503, ErrorCodes.Unavailable);
        await Refusal.AssertAsync(pair.Ada.PostAsync($"api/v1/sessions/{pair.Session}/ws-ticket"), 503, ErrorCodes.Unavailable);
        await using (var refused = await pair.Bob.KnockAsync(pair.Session))
        {
            await refused.ExpectCloseAsync(CloseCodes.Overloaded);
        }

        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        await pair.StandAsync(metersApart: 490);
        await pair.AdaSocket.SendAsync(new EndSession());
        Assert.Equal(ErrorCodes.Unavailable, (await pair.AdaSocket.NextAsync<ErrorFrame>()).Code);

        _server.Wire.Mend();
        var session = await _server.UntilAsync(() => pair.Ada.SessionAsync(pair.Session), found => found.EndedAt is not null);
        Assert.Equal(EndReason.UserAction, session.EndReason);
        Assert.Equal(EndReason.UserAction, (await pair.AdaSocket.NextAsync<SessionEnded>()).Reason);
        Assert.Equal(EndReason.UserAction, (await pair.BobSocket.NextAsync<SessionEnded>()).Reason);
    }

    [Fact]
    public async Task Calls_WorkAtOnce_WhenTheDatabaseIsBack()
    {
        var ada = await _server.SignInAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.CreateSessionAsync()));

        await _server.LoseDatabaseAsync(silent: false);
        await Refusal.AssertAsync(ada.Http.GetAsync("api/v1/sessions/active"), 503, ErrorCodes.Unavailable);
        _server.Wire.Mend();

        await ada.CreateSessionAsync();
    }

    private sealed class ServerOnAWire : MeetUpServer
    {
        public ServerOnAWire()
        {
            Set("MeetUp__Data__ConnectTimeoutSeconds", "2");
            Set("MeetUp__Data__CommandTimeoutSeconds", "2");
        }

        public Wire Wire { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            var database = new Uri(await PostgresCluster.NewDatabaseAsync());
            Wire = new Wire(database.Port);
            Set(DatabaseUrl, new UriBuilder(database) { Port = Wire.Port }.Uri.AbsoluteUri);
            await base.InitializeAsync();
        }

        public async Task LoseDatabaseAsync(bool silent)
        {
            if (silent)
            {
                Wire.Silence();
            }
            else
            {
                await Wire.CutAsync();
            }
        }

        /// <summary>Asks again, each time a while later, until the answer is the wanted one.</summary>
        public async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted)
        {
            for (var round = 0; round < 100; round++)
            {
                if (await ask() is var answer && wanted(answer))
                {
                    return answer;
                }

                Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }

            throw new TimeoutException("It never came to that.");
        }

        public override async ValueTask DisposeAsync()
        {
            Wire.Mend();
            await base.DisposeAsync();
            await Wire.DisposeAsync();
        }
    }
}
