using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.UnitTests.Client;

public sealed class LiveViewTests
{
    private static readonly Guid Ada = Guid.Parse("01900000-0000-7000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("01900000-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void View_ShowsBothAndTheirDistance()
    {
        var view = Start().WithOwnFix(new LocationUpdate(48.2000, 16.3700, 5, At), At);
        view = LiveView.Apply(view, Fix(seq: 4, lat: 48.2009))!;

        Assert.Equal("bob", view.Peer!.DisplayName);
        Assert.Equal(100, view.DistanceM!.Value, 0.5);
    }

    [Fact]
    public void Fix_IsIgnored_WhenOlderThanTheShownOne()
    {
        var view = LiveView.Apply(Start(), Fix(seq: 4, lat: 1));

        view = LiveView.Apply(view, Fix(seq: 3, lat: 2));

        Assert.Equal(1, view!.Peer!.Location!.Lat);
    }

    [Theory]
    [InlineData(SharingStatus.Paused)]
    [InlineData(SharingStatus.None)]
    public void Dot_Goes_WhenSharingStops(SharingStatus sharing)
    {
        var view = LiveView.Apply(Start(), Fix(seq: 4, lat: 1));

        view = LiveView.Apply(view, new PresenceUpdate(Bob, PresenceStatus.Online, sharing, At));

        Assert.Null(view!.Peer!.Location);
        Assert.Null(view.DistanceM);
    }

    [Fact]
    public void Snapshot_ReplacesEverything()
    {
        var view = LiveView.Apply(Start(), Fix(seq: 4, lat: 1));
        view = LiveView.Apply(view, new ImHereUpdate([Bob], At));

        view = LiveView.Apply(view, Snapshot());

        Assert.Null(view!.Peer!.Location);
        Assert.Null(view.ImHere);
    }

    [Fact]
    public void Places_AreForgotten_WhenTheSessionEnds()
    {
        var view = LiveView.Apply(Start().WithOwnFix(new LocationUpdate(1, 1, 5, At), At), Fix(seq: 4, lat: 1));

        view = LiveView.Apply(view, new SessionEnded(EndReason.UserAction, At));

        Assert.Equal(SessionStatus.Ended, view!.Status);
        Assert.Null(view.Me.Location);
        Assert.Null(view.Peer!.Location);
    }

    [Fact]
    public void View_ShowsNoPlace_AsText()
    {
        var view = LiveView.Apply(Start(), Fix(seq: 4, lat: 48.2082))!;

        Assert.DoesNotContain("48.2", view.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(48.2082, 16.3738, 48.2082, 16.3738, 0)]
    [InlineData(0, 179.9995, 0, -179.9995, 111.19)]
    [InlineData(90, 0, 90, 120, 0)]
    [InlineData(0, 0, 0, 180, 20_015_115)]
    [InlineData(90, 0, -90, 0, 20_015_115)]
    public void Distance_HoldsEverywhere(double lat1, double lon1, double lat2, double lon2, double metres) =>
        Assert.Equal(metres, Geo.DistanceM(lat1, lon1, lat2, lon2), 0.01 + (metres * 1e-4));

    private static LiveView Start() => LiveView.Apply(view: null, Snapshot())!;

    private static SessionSnapshot Snapshot() => new(
        Guid.Empty, SessionStatus.Active, Ada, At, At,
        [
            new SnapshotParticipant(Bob, "bob", PresenceStatus.Online, SharingStatus.None, At, Location: null),
            new SnapshotParticipant(Ada, "ada", PresenceStatus.Online, SharingStatus.None, At, Location: null),
        ],
        Proximity: null, ImHere: null);

    private static PeerLocation Fix(long seq, double lat) => new(Bob, lat, 16.37, 5, At, At, seq);
}
