using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Realtime;

/// <summary>How two people meet: proximity, both confirmations, one end.</summary>
public sealed class MeetingTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Meeting_EndsWithProximityReached_WhenBothConfirmWithin50Meters()
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 30);
        var proximity = await pair.AdaSocket.NextAsync<ProximityUpdate>();
        Assert.Equal((Band.Here, Certainty.Certain, true), (proximity.Band, proximity.Certainty, proximity.CanConfirm));
        Assert.InRange(proximity.DistanceM, 29.9, 30.1);

        await pair.AdaSocket.SendAsync(new ImHereFrame());
        var shown = await pair.BobSocket.NextAsync<ImHereUpdate>();
        Assert.Equal([pair.Ada.Id], shown.ConfirmedBy);
        Assert.Equal(server.Now.AddSeconds(60).ToUnixTimeMilliseconds(), shown.ExpiresAt!.Value.ToUnixTimeMilliseconds());

        await pair.BobSocket.SendAsync(new ImHereFrame());
        Assert.Equal(EndReason.ProximityReached, (await pair.AdaSocket.NextAsync<SessionEnded>()).Reason);
        Assert.Equal(EndReason.ProximityReached, (await pair.BobSocket.NextAsync<SessionEnded>()).Reason);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Normal);
        Assert.Equal(EndReason.ProximityReached, (await pair.Ada.SessionAsync(pair.Session)).EndReason);
    }

    [Fact]
    public async Task Meeting_WorksOverHttpAlone()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        using (await ada.SendLocationAsync(session, server.FixAt(0)))
        using (await bob.SendLocationAsync(session, server.FixAt(49)))
        {
            Assert.True((await ada.SnapshotAsync(session)).Proximity!.CanConfirm);
        }

        var waiting = await ada.ImHereAsync(session);
        Assert.Equal("waiting_for_peer", waiting.Status);
        Assert.Equal([ada.Id], (await bob.SnapshotAsync(session)).ImHere!.ConfirmedBy);
        Assert.Equal(waiting, await ada.ImHereAsync(session));
        Assert.Equal(new ImHereResult("ended", Reason: EndReason.ProximityReached), await bob.ImHereAsync(session));
        await Refusal.AssertAsync(ada.PostAsync($"api/v1/sessions/{session}/im-here"), 409, ErrorCodes.SessionNotActive);
        var snapshot = await ada.SnapshotAsync(session);
        Assert.Equal(SessionStatus.Ended, snapshot.Status);
        Assert.All(snapshot.Participants, person => Assert.Null(person.Location));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Meeting_EndsManually_WhenAConfirmationWasMadeFarAway(bool isAdaManual, bool isBobManual)
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 30);
        if (!isAdaManual)
        {
            await pair.Ada.ImHereAsync(pair.Session);
        }

        server.Clock.Advance(TimeSpan.FromSeconds(31));
        if (isAdaManual)
        {
            await pair.Ada.ImHereAsync(pair.Session, manual: true);
        }

        if (!isBobManual)
        {
            await pair.StandAsync(metersApart: 30);
        }

        Assert.Equal(EndReason.ManualConfirm, (await pair.Bob.ImHereAsync(pair.Session, isBobManual)).Reason);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
    }

    [Theory]
    [InlineData(59.9, true)]
    [InlineData(60.1, false)]
    public async Task Confirmation_CountsForSixtySeconds(double seconds, bool isInTime)
    {
        await using var pair = await server.PairAsync();
        await pair.AdaSocket.SendAsync(new ImHereFrame(Manual: true));
        await pair.AdaSocket.NextAsync<ImHereUpdate>();
        server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await pair.Bob.ImHereAsync(pair.Session, manual: true);
        Assert.Equal(isInTime ? "ended" : "waiting_for_peer", answer.Status);
        if (isInTime)
        {
            await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
        }
        else
        {
            var emptied = await pair.AdaSocket.NextAsync<ImHereUpdate>();
            Assert.Empty(emptied.ConfirmedBy);
            Assert.Null(emptied.ExpiresAt);
            Assert.Equal([pair.Bob.Id], (await pair.AdaSocket.NextAsync<ImHereUpdate>()).ConfirmedBy);
        }
    }

    [Fact]
    public async Task Confirmations_AllAtOnce_EndTheSessionOnce()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var pair = await server.PairAsync();
            var calls = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? pair.Ada : pair.Bob)
                .PostAsync($"api/v1/sessions/{pair.Session}/im-here", new ImHere(Manual: true), ContractsJson.Default.ImHere));
            var frames = Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? pair.AdaSocket : pair.BobSocket).SendAsync(new ImHereFrame(Manual: true)));
            var sent = Task.WhenAll(frames);
            foreach (var response in await Task.WhenAll(calls))
            {
                Assert.True((int)response.StatusCode is 200 or 409);
                response.Dispose();
            }

            await sent;
            foreach (var socket in new[] { pair.AdaSocket, pair.BobSocket })
            {
                Assert.Equal(EndReason.ManualConfirm, (await socket.NextAsync<SessionEnded>()).Reason);
                await socket.ExpectCloseAsync(CloseCodes.Normal);
                Assert.False(socket.HasMore);
            }

            await server.UntilQuietAsync();
            await using var db = server.OpenDb();
            Assert.Single(db.Audit.Where(audit => audit.SessionId == pair.Session && audit.Type == "session_ended"));
            Assert.Equal(2, db.Audit.Count(audit => audit.SessionId == pair.Session && audit.Type == "im_here_confirmed"));
        }
    }

    [Fact]
    public async Task Confirmation_IsRefused_WithoutBeingClose_OrWithoutAPeer()
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 51);
        await Refusal.AssertAsync(pair.Ada.PostAsync($"api/v1/sessions/{pair.Session}/im-here"), 409, ErrorCodes.NotCloseEnough);
        await pair.AdaSocket.SendAsync(new ImHereFrame());
        Assert.Equal(ErrorCodes.NotCloseEnough, (await pair.AdaSocket.NextAsync<ErrorFrame>()).Code);

        var pending = (await pair.Ada.CreateSessionAsync()).Id;
        await Refusal.AssertAsync(
            pair.Ada.PostAsync($"api/v1/sessions/{pending}/im-here", new ImHere(Manual: true), ContractsJson.Default.ImHere), 409, ErrorCodes.SessionNotActive);
        await using var alone = await pair.Ada.OpenAsync(pending);
        await alone.SendAsync(new ImHereFrame(Manual: true));
        Assert.Equal(ErrorCodes.SessionNotActive, (await alone.NextAsync<ErrorFrame>()).Code);
    }

    [Fact]
    public async Task EndSession_TellsBothAndClosesBoth()
    {
        await using var pair = await server.PairAsync();
        await pair.AdaSocket.SendAsync(new EndSession("tired"));
        foreach (var socket in new[] { pair.AdaSocket, pair.BobSocket })
        {
            Assert.Equal(EndReason.UserAction, (await socket.NextAsync<SessionEnded>()).Reason);
            await socket.ExpectCloseAsync(CloseCodes.Normal);
        }
    }

    [Fact]
    public async Task RestEnd_IsTellingTheSocketsToo()
    {
        await using var pair = await server.PairAsync();
        await pair.Bob.EndAsync(pair.Session);
        Assert.Equal(EndReason.UserAction, (await pair.AdaSocket.NextAsync<SessionEnded>()).Reason);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
    }
}
