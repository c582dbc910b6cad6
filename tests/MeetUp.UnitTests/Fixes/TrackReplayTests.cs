using MeetUp.Cli.Tracks;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.UnitTests.Fixes;

/// <summary>
/// Recordings of real devices through the checks, each fix at its own time: what a phone really does must cost a fix or two, never the
/// session. Our own tracks always; those beside the checkout, or where <c>MEETUP_TRACKS</c> says, when they are there.
/// </summary>
public sealed class TrackReplayTests
{
    private static readonly double[] Accuracies = [0.1, 5, 20];

    [Fact]
    public void OwnTracks_PassWhole() =>
        Assert.All(Directory.GetFiles(Repository.Folder("tracks"), "*.gpx"), file => Assert.Empty(Replay(file, accuracyM: 0.1)));

    [Theory]
    [InlineData("run.gpx")]
    [InlineData("apple_watch_route.gpx")]
    [InlineData("Friday-Evening-Run.gpx")]
    [InlineData("around-visnjan-with-car.gpx")]
    [InlineData("cerknicko-jezero.gpx")]
    public void Recording_LosesAFixOrTwo_AtMost(string name)
    {
        var file = Recording(name);

        Assert.All(Accuracies, accuracyM => Assert.InRange(Replay(file, accuracyM).Count, 0, 2));
    }

    [Fact]
    public void Glitch_CostsOneFix_AndNothingAfterIt()
    {
        var refused = Assert.Single(Replay(Recording("cerknicko-jezero.gpx"), accuracyM: 0.1));

        Assert.Equal((237, FixRefusal.ImpossibleSpeed), refused);
    }

    /// <summary>The worst start there is: the glitch comes first, and the way back to the truth is a jump too.</summary>
    [Fact]
    public void Recording_IsFollowed_FromTheFourthFixOn_AfterABadFirst()
    {
        var points = Read(Recording("cerknicko-jezero.gpx"));
        var track = new FixTrack();
        track.Accept(new Fix(points[0].Lat + 3, points[0].Lon, 0.1, points[0].Time.AddSeconds(-1)), points[0].Time);

        var refused = Replay(track, points[..200], accuracyM: 0.1);

        Assert.Equal([(0, FixRefusal.ImpossibleSpeed), (1, FixRefusal.ImpossibleSpeed)], refused);
    }

    private static string Recording(string name)
    {
        var folder = Environment.GetEnvironmentVariable("MEETUP_TRACKS") ?? Path.Combine(Repository.Root, "..", "shared", "tracks");
        var file = Path.Combine(folder, name);
        Assert.SkipUnless(File.Exists(file), $"{name} is not in ../shared/tracks beside the checkout, nor where MEETUP_TRACKS points.");
        return file;
    }

    private static List<(int Index, FixRefusal Refusal)> Replay(string file, double accuracyM) => Replay(new FixTrack(), Read(file), accuracyM);

    private static List<(int Index, FixRefusal Refusal)> Replay(
        FixTrack track, (double Lat, double Lon, DateTimeOffset Time)[] points, double accuracyM)
    {
        var refused = new List<(int, FixRefusal)>();
        for (var i = 0; i < points.Length; i++)
        {
            var (lat, lon, time) = points[i];
            if (track.ReceivedAt?.AddSeconds(ContractLimits.FixLifetimeSeconds) <= time)
            {
                track.Forget();
            }

            var fix = new Fix(lat, lon, accuracyM, time);
            if (track.Check(fix, time) is { } refusal)
            {
                refused.Add((i, refusal));
            }
            else
            {
                track.Accept(fix, time);
            }
        }

        return refused;
    }

    private static (double Lat, double Lon, DateTimeOffset Time)[] Read(string file)
    {
        var points = GpxReader.ReadFile(file).Points;
        Assert.NotEmpty(points);
        return [.. points.Select(point => (point.Lat, point.Lon, point.Time!.Value))];
    }
}
