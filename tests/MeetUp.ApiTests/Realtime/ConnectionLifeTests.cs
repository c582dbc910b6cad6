using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>How long a connection lives: tokens, pings, and a server that stops.</summary>
public sealed class ConnectionLifeTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Token_MayBeRefreshed_ByTheSamePerson()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync(await ada.MeetAsync(await server.SignInAsync("bob")));
        server.Clock.Advance(TimeSpan.FromSeconds(ada.Tokens.ExpiresIn - 60));
        var warning = await probe.NextAsync<TokenExpiring>();
        Assert.Equal(server.Now.AddSeconds(60).ToUnixTimeSeconds(), warning.ExpiresAt.ToUnixTimeSeconds());

        using var response = await ada.PostAsync(
            "api/v1/auth/refresh", new RefreshTokenBody(ada.Tokens.RefreshToken), ContractsJson.Default.RefreshTokenBody);
        var tokens = await response.Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair);
        await probe.SendAsync(new AuthRefresh(tokens!.AccessToken));
        await probe.DrainAsync();
        await server.UntilQuietAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Empty(await probe.DrainAsync());
    }

    [Fact]
    public async Task Token_OfSomeoneElse_OrNone_Closes4401()
    {
        var (ada, eve) = (await server.SignInAsync("ada"), await server.SignInAsync("eve"));
        var session = (await ada.CreateSessionAsync()).Id;
        foreach (var token in new[] { eve.Tokens.AccessToken, "nonsense" })
        {
            await using var probe = await ada.OpenAsync(session);
            await probe.SendAsync(new AuthRefresh(token));
            Assert.Equal(ErrorCodes.Unauthenticated, (await probe.NextAsync<ErrorFrame>()).Code);
            await probe.ExpectCloseAsync(CloseCodes.Unauthenticated);
        }
    }

    [Fact]
    public async Task Token_ThatRanOut_Closes4401_25SecondsLater()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync(await ada.MeetAsync(await server.SignInAsync("bob")));
        server.Clock.Advance(TimeSpan.FromSeconds(ada.Tokens.ExpiresIn));
        await probe.NextAsync<TokenExpiring>();
        server.Clock.Advance(TimeSpan.FromSeconds(24));
        Assert.Empty(await probe.DrainAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await probe.ExpectCloseAsync(CloseCodes.Unauthenticated);
    }

    [Fact]
    public async Task SignOut_Closes4401_EverySocketOfThatPerson()
    {
        await using var pair = await server.PairAsync();
        await using var other = await pair.Ada.OpenAsync((await pair.Ada.CreateSessionAsync()).Id);
        using var response = await pair.Ada.PostAsync(
            "api/v1/auth/sign-out", new RefreshTokenBody(pair.Ada.Tokens.RefreshToken), ContractsJson.Default.RefreshTokenBody);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Unauthenticated);
        await other.ExpectCloseAsync(CloseCodes.Unauthenticated);
        Assert.Empty(await pair.BobSocket.DrainAsync());
    }

    [Fact]
    public async Task Client_AnswersPings_AndStays()
    {
        await using var strict = new StrictServer();
        await strict.InitializeAsync();
        var ada = await strict.SignInAsync("ada");
        await using var probe = await ada.OpenAsync((await ada.CreateSessionAsync()).Id);
        for (var i = 0; i < 3; i++)
        {
            strict.Clock.Advance(TimeSpan.FromSeconds(25));

            // The client answers a ping before it hands out what came after it.
            await probe.DrainAsync();
            strict.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Empty(await probe.DrainAsync());
    }

    [Fact]
    public async Task StoppingServer_SendsBothPeopleAway_Alike_With1012()
    {
        await using var stopping = new MeetUpServer();
        await stopping.InitializeAsync();
        await using var pair = await stopping.PairAsync();
        var stop = stopping.StopAsync();

        var one = await pair.AdaSocket.NextAsync<Reconnect>();
        var other = await pair.BobSocket.NextAsync<Reconnect>();
        Assert.Equal(one.AfterMs, other.AfterMs);
        Assert.InRange(one.AfterMs, 0, 1000);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Restarting);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Restarting);
        await stop.WaitAsync(SocketProbe.Patience);
    }

    private sealed class StrictServer : MeetUpServer
    {
        public StrictServer() => Set("MEETUP__REALTIME__PONGSECONDS", "10");
    }
}
