using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Sessions;

/// <summary>What the people on the socket hear of what happens to their session elsewhere.</summary>
public sealed class SessionLiveTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task End_IsToldToBothAtOnce()
    {
        await using var pair = await server.PairAsync();

        await pair.Bob.EndAsync(pair.Session);

        await AssertEndedAsync(pair.AdaSocket, EndReason.UserAction);
        await AssertEndedAsync(pair.BobSocket, EndReason.UserAction);
    }

    [Fact]
    public async Task TimeLimit_IsToldToBothAtOnce()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.CreateSessionAsync(expiresIn: 900);
        await bob.RedeemAsync(await ada.InviteAsync(session.Id));
        await using var adaSocket = await ada.OpenAsync(session.Id);
        await using var bobSocket = await bob.OpenAsync(session.Id);

        await PassAsync(minutes: 14, adaSocket, bobSocket);
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        await AssertEndedAsync(adaSocket, EndReason.Expired);
        await AssertEndedAsync(bobSocket, EndReason.Expired);
    }

    [Fact]
    public async Task Join_IsToldToWhoeverWaits()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.CreateSessionAsync();
        await using var socket = await ada.OpenAsync(session.Id);

        await bob.RedeemAsync(await ada.InviteAsync(session.Id));

        var snapshot = await socket.NextAsync<SessionSnapshot>();
        Assert.Equal(SessionStatus.Active, snapshot.Status);
        Assert.Equal([ada.Id, bob.Id], snapshot.Participants.Select(person => person.UserId));
    }

    [Fact]
    public async Task Session_IsNotIdle_WhileSomebodyIsConnected()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        await using (var socket = await ada.OpenAsync(session))
        {
            await PassAsync(minutes: 31, socket);
            await server.SweepAsync();

            Assert.Equal(SessionStatus.Active, (await bob.SessionAsync(session)).Status);
            Assert.Equal(PresenceStatus.Online, (await bob.SessionAsync(session)).Participants[0].Status);
        }
    }

    private static async Task AssertEndedAsync(SocketProbe socket, EndReason reason)
    {
        Assert.Equal(reason, (await socket.NextAsync<SessionEnded>()).Reason);
        await socket.ExpectCloseAsync(CloseCodes.Normal);
    }

    /// <summary>Minute by minute, so that the sockets have time to answer pings.</summary>
    private async Task PassAsync(int minutes, params SocketProbe[] sockets)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            foreach (var socket in sockets)
            {
                await socket.DrainAsync();
            }
        }
    }
}
