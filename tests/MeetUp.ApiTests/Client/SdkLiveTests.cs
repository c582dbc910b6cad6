using MeetUp.ApiTests.Harness;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Client;

public sealed class SdkLiveTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task People_SeeEachOther_AndMeet()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Ada.Offer(pair.At(0));
        pair.Bob.Offer(pair.At(30));
        await pair.UntilAsync(() => pair.Ada.View!.Proximity is { CanConfirm: true } && pair.Bob.View!.Proximity is { CanConfirm: true });
        Assert.Equal(30, pair.Ada.View!.DistanceM!.Value, 0.5);

        await pair.Ada.ImHereAsync();
        await pair.UntilAsync(() => pair.Bob.View!.ImHere is not null);
        await pair.Bob.ImHereAsync();

        Assert.Equal(EndReason.ProximityReached, (await pair.Ada.Completion.WaitAsync(SocketProbe.Patience)).Reason);
        Assert.Equal(EndReason.ProximityReached, (await pair.Bob.Completion.WaitAsync(SocketProbe.Patience)).Reason);
        Assert.Null(pair.Ada.View!.Peer!.Location);
    }

    [Fact]
    public async Task Session_ComesBack_AfterTheLineIsCut_AndSeesWhereThePeerIs()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Line.Break();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Grace);
        pair.Bob.Offer(pair.At(700));
        await pair.UntilAsync(() => pair.Bob.View!.Me.Location is not null);

        pair.Line.Restore();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(20));

        await pair.UntilAsync(() => pair.Ada.View!.Peer!.Location is not null);
        Assert.Equal(pair.Bob.View!.Me.Location!.Lat, pair.Ada.View!.Peer!.Location!.Lat);
    }

    [Fact]
    public async Task Session_EndsInReconnecting_WhenTheLineStaysDown_AndComesBackLater()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Line.Break();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Reconnecting, TimeSpan.FromMilliseconds(50));

        pair.Line.Restore();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task HalfOpenLine_IsFoundByTheClientsOwnPing()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Line.Swallow();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Grace or LiveStatus.Reconnecting, TimeSpan.FromMilliseconds(100));

        pair.Line.Restore();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task OldFixes_AreNeverReplayed()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        List<double> bobSaw = [];
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            await foreach (var happened in pair.Bob.ReadEventsAsync(stop.Token))
            {
                if (happened is LiveEvent.FrameReceived { Frame: PeerLocation fix })
                {
                    bobSaw.Add(fix.Lat);
                }
            }
        });
        pair.Line.Break();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Grace);
        foreach (var metres in (double[])[100, 101, 102])
        {
            pair.Ada.Offer(pair.At(metres));
        }

        pair.Clock.Advance(TimeSpan.FromSeconds(6));
        pair.Line.Restore();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Live, TimeSpan.FromMilliseconds(20));
        var fresh = pair.At(103);
        pair.Ada.Offer(fresh);
        await pair.UntilAsync(() => pair.Bob.View!.Peer!.Location is { } shown && Math.Abs(shown.Lat - fresh.Lat) < 1e-9 && bobSaw.Count > 0);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Equal([fresh.Lat], bobSaw);
    }

    [Fact]
    public async Task Pause_TakesTheDotAway_AndResumeBringsItBack()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Ada.Offer(pair.At(0));
        await pair.UntilAsync(() => pair.Bob.View!.Peer!.Location is not null);

        await pair.Ada.PauseAsync();
        await pair.UntilAsync(() => pair.Bob.View!.Peer is { Sharing: SharingStatus.Paused, Location: null });
        Assert.False(pair.Ada.Offer(pair.At(1)));

        await pair.Ada.ResumeAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(pair.Ada.Offer(pair.At(2)));
        await pair.UntilAsync(() => pair.Bob.View!.Peer!.Location is not null);
    }

    [Fact]
    public async Task Newcomer_TakesTheSeat_AndTheOlderStaysAway()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        await using var newer = pair.AdaClient.JoinLive(pair.Ada.SessionId);

        var end = await pair.Ada.Completion.WaitAsync(SocketProbe.Patience);

        Assert.Equal((CloseCodes.Replaced, ErrorCodes.ConnectionReplaced), (end.CloseCode, end.Code));
        await pair.UntilAsync(() => newer.Status is LiveStatus.Live);
        await newer.EndAsync().WaitAsync(SocketProbe.Patience);
    }

    [Fact]
    public async Task Session_ThatEndedWhileAway_IsOver_WithItsReason()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        pair.Line.Break();
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Grace);
        await pair.BobClient.EndSessionAsync(pair.Bob.SessionId);

        pair.Line.Restore();
        await pair.UntilAsync(() => pair.Ada.Completion.IsCompleted, TimeSpan.FromMilliseconds(20));

        Assert.Equal(EndReason.UserAction, (await pair.Ada.Completion).Reason);
    }

    [Fact]
    public async Task Stranger_IsRefused()
    {
        await using var pair = await SdkPair.MeetAsync(server);
        using var eve = new MeetUp.Client.MeetUpClient(pair.BobClient.Options);
        await eve.SignInGuestAsync("eve");
        await using var live = eve.JoinLive(pair.Ada.SessionId);

        var end = await live.Completion.WaitAsync(SocketProbe.Patience);

        Assert.Equal(ErrorCodes.NotFound, end.Code);
    }
}
