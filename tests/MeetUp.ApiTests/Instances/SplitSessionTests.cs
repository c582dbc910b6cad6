using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Instances;

/// <summary>Two people of one session on two instances.</summary>
public sealed class SplitSessionTests(SplitSessionTests.Healing server) : IClassFixture<SplitSessionTests.Healing>
{
    [Fact]
    public async Task Session_ThatIsSplit_SendsTheOlderAway_ThenTheOther_ThenNobody()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        Assert.NotEqual(ada.Address, bob.Address);
        var session = await ada.MeetAsync(bob);
        await using var adaSocket = await ada.OpenAsync(session);
        await server.UntilArrivedAsync(ada, session);
        await using var bobSocket = await bob.OpenAsync(session);
        await PassTimeAsync(until: adaSocket.CloseCodeAsync());
        Assert.Equal(0, (await adaSocket.NextAsync<Reconnect>()).AfterMs);
        await adaSocket.ExpectCloseAsync(CloseCodes.Restarting);
        Assert.Empty((await bobSocket.DrainAsync()).OfType<Reconnect>());

        await using var adaAgain = await ada.OpenAsync(session);
        await PassTimeAsync(until: bobSocket.CloseCodeAsync());
        await bobSocket.NextAsync<Reconnect>();
        await bobSocket.ExpectCloseAsync(CloseCodes.Restarting);

        // A proxy that cannot bring them together must not be asked again and again.
        await server.UntilArrivedAsync(ada, session);
        await using var bobAgain = await bob.OpenAsync(session);
        await PassTimeAsync(until: adaAgain.CloseCodeAsync());
        Assert.Empty((await adaAgain.DrainAsync()).OfType<Reconnect>());
        Assert.Empty((await bobAgain.DrainAsync()).OfType<Reconnect>());
    }

    [Fact]
    public async Task Session_ThatIsTogether_StaysWhereItIs()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        bob = server.At(ada, bob.Tokens);
        var session = await ada.MeetAsync(bob);
        await using var adaSocket = await ada.OpenAsync(session);
        await using var bobSocket = await bob.OpenAsync(session);

        await PassTimeAsync(until: bobSocket.CloseCodeAsync());
        Assert.Empty((await adaSocket.DrainAsync()).OfType<Reconnect>());
        Assert.Empty((await bobSocket.DrainAsync()).OfType<Reconnect>());
    }

    [Fact]
    public async Task Person_WhoMovesToTheOtherInstance_ReplacesThemselves_WithoutBeingOffline()
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 300);
        await using var moved = await server.At(pair.Ada, pair.Bob.Tokens).OpenAsync(pair.Session);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Replaced);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await moved.SendAsync(server.FixAt(310));
        Assert.Equal(2, (await pair.AdaSocket.NextAsync<PeerLocation>()).Seq);
        server.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty((await pair.AdaSocket.DrainAsync()).OfType<PresenceUpdate>());
    }

    [Fact]
    public async Task Pause_TakesBackThePlace_OnTheOtherInstanceToo()
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 300);
        await pair.BobSocket.BreakAsync();
        Assert.NotNull((await pair.Bob.SnapshotAsync(pair.Session)).Participants.Single(person => person.UserId == pair.Ada.Id).Location);

        // Shared again after: what was there before the pause must not come back for who has looked in between.
        await pair.AdaSocket.SendAsync(new PauseSharing());
        await pair.AdaSocket.SendAsync(new ResumeSharing());
        await pair.AdaSocket.DrainAsync();
        await server.UntilQuietAsync();
        var seen = (await pair.Bob.SnapshotAsync(pair.Session)).Participants.Single(person => person.UserId == pair.Ada.Id);
        Assert.Equal((SharingStatus.None, null), (seen.Sharing, seen.Location));
    }

    /// <summary>Fifty seconds or less, in steps, since an instance counts from when it has heard of an arrival.</summary>
    private async Task PassTimeAsync(Task until)
    {
        for (var i = 0; i < 100 && !until.IsCompleted; i++)
        {
            server.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(until, Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System));
        }
    }

    public sealed class Healing : TwoInstances
    {
        public Healing() => Set("MeetUp__Redis__Heal", "on");
    }
}
