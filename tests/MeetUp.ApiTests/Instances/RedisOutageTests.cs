using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Instances;

/// <summary>While Redis is away, sessions on one instance notice nothing; those on two say so, and are together again when it is back.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private readonly TwoInstances _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outage_CostsNothing_WhereBothAreOnOneInstance(bool silent)
    {
        var (ada, bob) = (await _server.SignInAsync("ada"), await _server.SignInAsync("bob"));
        bob = _server.At(ada, bob.Tokens);
        var session = await ada.MeetAsync(bob);
        await using var adaSocket = await ada.OpenAsync(session);
        await using var bobSocket = await bob.OpenAsync(session);
        await LoseRedisAsync(silent);
        await UntilReadySaysAsync(ada, "redis: degraded, away");

        for (var i = 1; i <= 20; i++)
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            await adaSocket.SendAsync(_server.FixAt(i));
            Assert.Equal(i, (await bobSocket.NextAsync<PeerLocation>()).Seq);
        }

        await bobSocket.SendAsync(_server.FixAt(20));
        await adaSocket.NextAsync<ProximityUpdate>(update => update.CanConfirm);
        Assert.Equal("waiting_for_peer", (await ada.ImHereAsync(session)).Status);
        Assert.Equal(EndReason.ProximityReached, (await bob.ImHereAsync(session)).Reason);
        await adaSocket.NextAsync<SessionEnded>();
        await bobSocket.NextAsync<SessionEnded>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outage_IsTold_WhereTheyAreNot_AndTheyAreInStepWhenItIsOver(bool silent)
    {
        await using var pair = await _server.PairAsync();
        await pair.StandAsync(metersApart: 500);
        await LoseRedisAsync(silent);
        await UntilReadySaysAsync(pair.Ada, "redis: degraded, away");
        await UntilReadySaysAsync(pair.Bob, "redis: degraded, away");
        await UntilOfflineAsync(pair.AdaSocket);
        await UntilOfflineAsync(pair.BobSocket);

        // Unheard of over there until the line is mended.
        await pair.AdaSocket.SendAsync(_server.FixAt(100));
        Assert.Empty((await pair.AdaSocket.DrainAsync()).OfType<ErrorFrame>());
        Assert.Empty((await pair.BobSocket.DrainAsync()).OfType<PeerLocation>());

        _server.Wire.Mend();
        var started = TimeProvider.System.GetTimestamp();
        var news = await pair.BobSocket.NextAsync<SessionSnapshot>();
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 2);
        var ada = news.Participants.Single(person => person.UserId == pair.Ada.Id);
        Assert.Equal((PresenceStatus.Online, _server.FixAt(100).Lat), (ada.Status, ada.Location!.Lat));
        await pair.AdaSocket.NextAsync<SessionSnapshot>();
        await UntilReadySaysAsync(pair.Ada, "redis: ok");

        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await pair.AdaSocket.SendAsync(_server.FixAt(101));
        Assert.Equal(3, (await pair.BobSocket.NextAsync<PeerLocation>(fix => fix.Seq > 2)).Seq);
    }

    [Fact]
    public async Task End_DuringAnOutage_ReachesTheOther_WhenItIsOver()
    {
        await using var pair = await _server.PairAsync();
        await LoseRedisAsync(silent: false);
        await UntilReadySaysAsync(pair.Bob, "redis: degraded, away");
        await pair.Ada.EndAsync(pair.Session);
        await pair.AdaSocket.NextAsync<SessionEnded>();
        Assert.Empty((await pair.BobSocket.DrainAsync()).OfType<SessionEnded>());

        _server.Wire.Mend();
        Assert.Equal(EndReason.UserAction, (await pair.BobSocket.NextAsync<SessionEnded>()).Reason);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Normal);
    }

    /// <summary>The grace begins when the instance has noticed, which takes it a moment of real time.</summary>
    private async Task UntilOfflineAsync(SocketProbe socket)
    {
        for (var i = 0; !(await socket.DrainAsync()).OfType<PresenceUpdate>().Any(update => update.Status == PresenceStatus.Offline); i++)
        {
            Assert.True(i < 200, "It was never told.");
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task LoseRedisAsync(bool silent)
    {
        if (silent)
        {
            _server.Wire.Silence();
        }
        else
        {
            await _server.Wire.CutAsync();
        }
    }

    /// <summary>Whether the instance this person reaches has noticed.</summary>
    private static async Task UntilReadySaysAsync(Guest guest, string line)
    {
        for (var i = 0; ; i++)
        {
            using var answer = await guest.Http.GetAsync("health/ready");
            Assert.Equal(200, (int)answer.StatusCode);
            if ((await answer.Content.ReadAsStringAsync()).Contains(line, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(i < 300, "It was never noticed.");
            guest.Server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
