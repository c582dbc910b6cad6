using CsCheck;
using MeetUp.Cli.Simulation;
using MeetUp.Cli.Tracks;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;

namespace MeetUp.UnitTests.Cli;

public sealed class MeetingPlanTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void People_MeetInTheMiddle_OfOneTrack(double speed)
    {
        var plan = MeetingPlan.FromBothEnds(Straight(metres: 1000, seconds: 700), speed);

        Assert.Equal(0, Apart(plan, plan.StopAt), 0.01);
        Assert.Equal(1000, Apart(plan, 0), 1.0);
        Assert.Equal(Math.Max(350 / speed, 500 / MeetingPlan.MostMps), plan.StopAt, 0.5);
    }

    [Fact]
    public void Speed_IsLowered_WhereTheServerWouldNotBelieveIt()
    {
        var plan = MeetingPlan.FromBothEnds(Straight(metres: 13_000, seconds: 7_200), speed: 1000);

        Assert.Equal(1000, plan.AskedSpeed);
        Assert.InRange(plan.Speed, 37, 39);
    }

    [Fact]
    public void Walk_TakesHalfAMinute_WhenNoSpeedIsAskedFor() =>
        Assert.Equal(30, MeetingPlan.FromBothEnds(Straight(metres: 700, seconds: 2_569), speed: null).StopAt, 0.1);

    [Fact]
    public void Walk_IsNeverSlowedDown_ByDefault() =>
        Assert.Equal(21.5, MeetingPlan.FromBothEnds(Straight(metres: 68, seconds: 43), speed: null).StopAt, 0.1);

    [Fact]
    public void Glitch_IsDrawnOut_AndTheRestIsNot()
    {
        // 400 m in one second in the middle of a calm walk.
        var track = new Track("t", [Point(0, 0), Point(10, 10), Point(410, 11), Point(420, 21)]);

        var walk = Walk.From(track).Paced(1, MeetingPlan.MostMps);

        Assert.Equal(10 + (400 / MeetingPlan.MostMps) + 10, walk.DurationSeconds, 0.1);
        Assert.Equal(5, walk.At(5).DistanceToM(walk.At(0)), 0.1);
    }

    [Fact]
    public void People_OfTwoTracks_MeetWhereTheyCross()
    {
        var alice = new Track("a", [Point(0, 0), Point(1000, 500)]);
        var bob = new Track("b", [Point(1000, 0), Point(0, 500)]);

        var plan = MeetingPlan.FromTwo(alice, bob, speed: 10);

        Assert.True(plan.Meets);
        Assert.Equal(25, plan.StopAt, 0.5);
        Assert.InRange(Apart(plan, plan.StopAt), 0, 5);
    }

    [Fact]
    public void People_WalkToTheEnd_WhenTheyNeverCross()
    {
        var plan = MeetingPlan.FromTwo(
            new Track("a", [Point(0, 0), Point(100, 100)]), new Track("b", [Point(5000, 0), Point(5100, 200)]), speed: 2);

        Assert.False(plan.Meets);
        Assert.Equal(100, plan.StopAt, 0.1);
    }

    [Fact]
    public void Track_WithoutTimes_IsWalkedBriskly() =>
        Assert.Equal(1000, Walk.From(new Track("t", [Point(0), Point(1400)])).DurationSeconds, 5.0);

    [Fact]
    public void Points_ThatDoNotComeLater_AreLeftOut()
    {
        var walk = Walk.From(new Track("t", [Point(0, 0), Point(10, 10), Point(999, 10), Point(999, 5), Point(20, 20)]));

        Assert.Equal(20, walk.LengthM, 0.1);
        Assert.Equal(20, walk.DurationSeconds);
    }

    [Fact]
    public void Walk_CrossesTheDateLine_TheShortWay()
    {
        var walk = Walk.From(new Track("t", [new TrackPoint(0, 179.999, At), new TrackPoint(0, -179.999, At.AddSeconds(100))]));

        Assert.Equal(180, Math.Abs(walk.At(50).Lon), 0.0001);
        Assert.Equal(222, walk.LengthM, 1.0);
        Assert.Equal(-179.9995, walk.At(75).Lon, 0.0001);
    }

    [Fact]
    public void Fixes_ArePlausible_WhateverTheTrackAndTheOptions()
    {
        var points = Gen.Select(Gen.Double[-80, 80], Gen.Double[-180, 180], Gen.Double[0.001, 600]).Array[2, 12];
        Gen.Select(points, Gen.Double[0.1, 1000], Gen.Double[0.2, 10], Gen.Double[0, 100], Gen.Double[0, 0.9]).Sample(
            (steps, speed, rate, jitter, dropOuts) =>
            {
                var time = At;
                var track = new Track("t", [.. steps.Select(step => new TrackPoint(step.Item1, step.Item2, time = time.AddSeconds(step.Item3)))]);
                var plan = MeetingPlan.FromBothEnds(track, speed);
                var maker = new FixMaker(plan.Alice, plan.StopAt, new ReceiverQuality(0.1, jitter, dropOuts), At, new Random(1));
                LocationUpdate? last = null;
                for (var tick = 0; tick < 60; tick++)
                {
                    if (maker.At(tick / rate) is not { } fix)
                    {
                        continue;
                    }

                    if (last is not null)
                    {
                        var seconds = (fix.Timestamp - last.Timestamp).TotalSeconds;
                        Assert.True(seconds > 0);
                        Assert.InRange(Geo.DistanceM(last.Lat, last.Lon, fix.Lat, fix.Lon) / seconds * 3.6, 0, 256);
                    }

                    Assert.InRange(fix.Lat, -90, 90);
                    Assert.InRange(fix.Lon, -180, 180);
                    Assert.True(fix.HeadingDeg is null or (>= 0 and < 360));
                    Assert.True(fix.SpeedMps >= 0);
                    last = fix;
                }
            },
            iter: 300);
    }

    [Fact]
    public void Jitter_StaysWithinItsBound_AndIsThere()
    {
        var plan = MeetingPlan.FromBothEnds(Straight(metres: 140, seconds: 100), speed: 1);
        var maker = new FixMaker(plan.Alice, plan.StopAt, new ReceiverQuality(5, 8, 0), At, new Random(4));

        var off = Enumerable.Range(1, 200).Select(tick =>
        {
            var fix = maker.At(tick * 0.25)!;
            return plan.Alice.At(Math.Min(tick * 0.25, plan.StopAt)).DistanceToM(new Place(fix.Lat, fix.Lon));
        }).ToList();

        Assert.InRange(off.Max(), 2, 8.1);
    }

    private static double Apart(MeetingPlan plan, double at) => plan.Alice.At(at).DistanceToM(plan.Bob.At(at));

    private static Track Straight(double metres, double seconds) =>
        new("t", [.. Enumerable.Range(0, 11).Select(i => Point(metres * i / 10, seconds * i / 10))]);

    private static TrackPoint Point(double eastM, double? seconds = null)
    {
        var place = new Place(48, 16).Moved(0, eastM);
        return new TrackPoint(place.Lat, place.Lon, seconds is { } at ? At.AddSeconds(at) : null);
    }
}
