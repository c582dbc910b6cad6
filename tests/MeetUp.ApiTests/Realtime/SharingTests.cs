using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Realtime;

/// <summary>What one sends the other sees: as it was, in order, by either transport, until it is paused.</summary>
public sealed class SharingTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Fix_ReachesThePeer_AsItWasSent()
    {
        await using var pair = await server.PairAsync();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(server.Now.ToUnixTimeMilliseconds());
        var time = at.ToOffset(TimeSpan.FromMinutes(330)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        await pair.AdaSocket.SendRawAsync(
            $$"""{"payload":{"speed_mps":1.25,"lat":48.20849000,"heading_deg":0,"lon":16.37208,"accuracy_m":4.5,"timestamp":"{{time}}","battery":3},"type":"location_update"}""");

        var presence = await pair.BobSocket.NextAsync<PresenceUpdate>();
        Assert.Equal((pair.Ada.Id, SharingStatus.Live), (presence.UserId, presence.Sharing));
        Assert.Equal(
            new PeerLocation(pair.Ada.Id, 48.20849, 16.37208, 4.5, at, at, Seq: 1, HeadingDeg: 0, SpeedMps: 1.25),
            await pair.BobSocket.NextAsync<PeerLocation>());
        Assert.Empty((await pair.AdaSocket.DrainAsync()).OfType<PeerLocation>());
        var location = (await pair.Bob.SnapshotAsync(pair.Session)).Participants.Single(person => person.UserId == pair.Ada.Id).Location;
        Assert.Equal(new LastLocation(48.20849, 16.37208, 4.5, at, at, Seq: 1, HeadingDeg: 0, SpeedMps: 1.25), location);
    }

    [Fact]
    public async Task Fixes_ComeInOrder_WithoutAGap_ToWhoReads()
    {
        await using var pair = await server.PairAsync();
        for (var i = 1; i <= 50; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await pair.AdaSocket.SendAsync(server.FixAt(i));
            Assert.Equal(i, (await pair.BobSocket.NextAsync<PeerLocation>()).Seq);
        }
    }

    [Fact]
    public async Task Fix_OverHttp_IsCheckedLimitedAndDelivered_LikeOverTheSocket()
    {
        await using var pair = await server.PairAsync();
        using (var accepted = await pair.Ada.SendLocationAsync(pair.Session, server.FixAt(10)))
        {
            Assert.Equal(202, (int)accepted.StatusCode);
        }

        Assert.Equal(1, (await pair.BobSocket.NextAsync<PeerLocation>()).Seq);
        var refused = await Refusal.AssertAsync(pair.Ada.SendLocationAsync(pair.Session, server.FixAt(10)), 422, ErrorCodes.InvalidLocation);
        Assert.Equal(LocationRefusals.OutOfOrder, refused.Reason);
        await Refusal.AssertAsync(PostRawAsync(pair, """{"lat":"x"}"""), 400, ErrorCodes.InvalidPayload);
        await Refusal.AssertAsync(PostRawAsync(pair, ""), 400, ErrorCodes.InvalidPayload);
        await Refusal.AssertAsync(PostRawAsync(pair, new string('x', 5000)), 400, ErrorCodes.InvalidPayload);
        await Refusal.AssertAsync(PostRawAsync(pair, "{}", "text/plain"), 415, ErrorCodes.UnsupportedMediaType);

        // Four of the ten are gone; the socket takes the rest.
        for (var i = 0; i < 6; i++)
        {
            await pair.AdaSocket.SendAsync(server.FixAt(10));
            await pair.AdaSocket.NextAsync<ErrorFrame>();
        }

        using var limited = await pair.Ada.SendLocationAsync(pair.Session, server.FixAt(10));
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), limited.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Fix_OverHttp_IsRefused_WhilePaused_AndAfterTheEnd()
    {
        await using var pair = await server.PairAsync();
        await pair.AdaSocket.SendAsync(new PauseSharing());
        await pair.BobSocket.NextAsync<PresenceUpdate>(update => update.Sharing == SharingStatus.Paused);
        await Refusal.AssertAsync(pair.Ada.SendLocationAsync(pair.Session, server.FixAt(0)), 409, ErrorCodes.SharingPaused);
        await pair.AdaSocket.SendAsync(server.FixAt(0));
        Assert.Equal(ErrorCodes.SharingPaused, (await pair.AdaSocket.NextAsync<ErrorFrame>()).Code);

        await pair.Ada.EndAsync(pair.Session);
        await Refusal.AssertAsync(pair.Ada.SendLocationAsync(pair.Session, server.FixAt(0)), 409, ErrorCodes.SessionNotActive);
    }

    [Fact]
    public async Task Fix_OfOneAlone_IsThereForWhoJoins()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = (await ada.CreateSessionAsync()).Id;
        await using var adaSocket = await ada.OpenAsync(session);
        await adaSocket.SendAsync(server.FixAt(5));
        Assert.Empty(await adaSocket.DrainAsync());

        await server.UntilQuietAsync();
        await bob.RedeemAsync(await ada.InviteAsync(session));
        var snapshot = await adaSocket.NextAsync<SessionSnapshot>();
        Assert.Equal((SessionStatus.Active, 2), (snapshot.Status, snapshot.Participants.Count));
        await using var bobSocket = await bob.KnockAsync(session);
        var first = await bobSocket.NextAsync<SessionSnapshot>();
        Assert.Equal(1, first.Participants.Single(person => person.UserId == ada.Id).Location!.Seq);
        Assert.Equal(server.FixAt(5).Lat, first.Participants.Single(person => person.UserId == ada.Id).Location!.Lat);
    }

    [Fact]
    public async Task Pause_RemovesThePlaceAtOnce_AndSurvivesARestart()
    {
        await using var own = new MeetUpServer();
        await own.InitializeAsync();
        var (ada, bob) = (await own.SignInAsync("ada"), await own.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        await using (var socket = await ada.OpenAsync(session))
        {
            await socket.SendAsync(own.FixAt(0));
            await socket.SendAsync(new PauseSharing());
            Assert.Empty(await socket.DrainAsync());
            await own.UntilQuietAsync();
            var shown = (await bob.SnapshotAsync(session)).Participants[0];
            Assert.Equal(SharingStatus.Paused, shown.Sharing);
            Assert.Null(shown.Location);
        }

        await own.RestartAsync();
        (ada, bob) = (new Guest(own, ada.Tokens), new Guest(own, bob.Tokens));
        Assert.Equal(SharingStatus.Paused, (await bob.SessionAsync(session)).Participants[0].Sharing);
        await using var again = await ada.OpenAsync(session);
        await again.SendAsync(own.FixAt(0));
        Assert.Equal(ErrorCodes.SharingPaused, (await again.NextAsync<ErrorFrame>()).Code);
        await again.SendAsync(new ResumeSharing());
        await again.SendAsync(own.FixAt(0));
        await again.DrainAsync();

        // What another instance learns within a second.
        await own.UntilQuietAsync();
        var seen = (await bob.SnapshotAsync(session)).Participants[0];
        Assert.Equal((SharingStatus.Live, own.FixAt(0).Lat), (seen.Sharing, seen.Location?.Lat));
    }

    [Fact]
    public async Task Presence_IsByPerson_WithTenSecondsGrace()
    {
        await using var pair = await server.PairAsync();
        await using var second = await pair.Bob.OpenAsync(pair.Session);
        Assert.Equal(ErrorCodes.ConnectionReplaced, (await pair.BobSocket.NextAsync<ErrorFrame>()).Code);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Replaced);
        server.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty(await pair.AdaSocket.DrainAsync());

        await second.CloseAsync();
        await UntilAsync(async () =>
        {
            server.Clock.Advance(TimeSpan.FromSeconds(10));
            return (await pair.Ada.SessionAsync(pair.Session)).Participants.Single(person => person.UserId == pair.Bob.Id).Status == PresenceStatus.Offline;
        });
        Assert.Equal(PresenceStatus.Offline, (await pair.AdaSocket.NextAsync<PresenceUpdate>()).Status);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; !await isSo(); i++)
        {
            Assert.True(i < 500, "It never came to be.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static async Task<HttpResponseMessage> PostRawAsync(Pair pair, string body, string type = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await pair.Ada.Http.PostAsync($"api/v1/sessions/{pair.Session}/location", content);
    }
}
