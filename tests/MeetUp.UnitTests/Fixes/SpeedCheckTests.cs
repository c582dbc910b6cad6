using CsCheck;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Fixes;

/// <summary>300 km/h are 83.3 m in a second.</summary>
public sealed class SpeedCheckTests
{
    private readonly FixTrack _track = new();

    [Theory]
    [InlineData(93.2, 5, 5, 1, true)] // 83.2 m beyond both accuracies
    [InlineData(93.4, 5, 5, 1, false)]
    [InlineData(283.2, 100, 100, 1, true)]
    [InlineData(283.4, 100, 100, 1, false)]
    [InlineData(200, 100, 100, 0.000_001, true)] // never below zero: within the accuracies no time at all is needed
    [InlineData(201, 100, 100, 0.000_001, false)]
    [InlineData(8_343.2, 5, 5, 100, true)]
    [InlineData(8_343.4, 5, 5, 100, false)]
    public void Speed_IsWhatIsLeftBeyondBothAccuracies(double meters, double accuracy1, double accuracy2, double seconds, bool isAccepted)
    {
        Assert.Null(Send(North(0, 0, accuracy1)));

        Assert.Equal(isAccepted ? null : FixRefusal.ImpossibleSpeed, Send(North(meters, seconds, accuracy2)));
    }

    [Fact]
    public void Speed_GoesByTheFixesOwnTimes_NotByTheirArrival()
    {
        Assert.Null(Send(North(0, -200), Noon));

        Assert.Null(Send(North(1_000, 0), Noon.AddMilliseconds(1)));
    }

    [Fact]
    public void ThirdFix_IsBelieved_WhenThreeAgreeAfterOneBadFirst()
    {
        Assert.Null(Send(North(50_000, 0)));

        Assert.Equal(FixRefusal.ImpossibleSpeed, Send(North(0, 1)));
        Assert.Equal(FixRefusal.ImpossibleSpeed, Send(North(1, 2)));
        Assert.Null(Send(North(2, 3)));
        Assert.Null(Send(North(3, 4)));
    }

    [Fact]
    public void ThirdFix_IsRefused_WhenItDisagreesWithTheTwoBefore()
    {
        Assert.Null(Send(North(50_000, 0)));

        Assert.NotNull(Send(North(0, 1)));
        Assert.NotNull(Send(North(1, 2)));
        Assert.NotNull(Send(North(20_000, 3)));
        Assert.NotNull(Send(North(20_001, 4)));
        Assert.Null(Send(North(20_002, 5)));
    }

    [Fact]
    public void ThirdFix_IsRefused_WhenTheDoubtedOnesGoBackInTime()
    {
        Assert.Null(Send(North(50_000, 0)));

        Assert.NotNull(Send(North(0, 3)));
        Assert.NotNull(Send(North(0, 2)));
        Assert.NotNull(Send(North(0, 1)));
        Assert.NotNull(Send(North(0, 2)));
        Assert.Null(Send(North(0, 3)));
    }

    [Fact]
    public void AcceptedFix_BreaksTheRow()
    {
        Assert.Null(Send(North(0, 0)));

        Assert.NotNull(Send(North(50_000, 1)));
        Assert.NotNull(Send(North(50_001, 2)));
        Assert.Null(Send(North(3, 3)));
        Assert.NotNull(Send(North(50_002, 4)));
        Assert.NotNull(Send(North(50_003, 5)));
        Assert.Null(Send(North(50_004, 6)));
    }

    [Fact]
    public void RefusalForAnythingElse_NeitherCountsNorBreaksTheRow()
    {
        Assert.Null(Send(North(50_000, 0)));

        Assert.NotNull(Send(North(0, 1)));
        Assert.Equal(FixRefusal.AccuracyOutOfRange, Send(North(0, 2, accuracyM: 400)));
        Assert.Equal(FixRefusal.OutOfOrder, Send(North(0, -1)));
        Assert.Equal(FixRefusal.ImpossibleSpeed, Send(North(0, 3)));
        Assert.Null(Send(North(0, 4)));
    }

    [Fact]
    public void Forgetting_BreaksTheRow_AndNeedsNone()
    {
        Assert.Null(Send(North(0, 0)));
        Assert.NotNull(Send(North(50_000, 1)));
        Assert.NotNull(Send(North(50_000, 2)));

        _track.Forget();
        Assert.Null(Send(North(90_000, 3)));
        Assert.NotNull(Send(North(50_000, 4)));
    }

    /// <summary>Whatever is sent, what was accepted looks like a journey, but for the jumps that three in a row vouched for.</summary>
    [Fact]
    public void AcceptedFixes_NeverImplyMoreThanTheTopSpeed_ExceptWhenReAnchored() =>
        Gen.Select(Gen.Double[0, 100_000], Gen.Double[0.2, 60], Gen.Double[0.1, 100], Gen.Bool)
            .Array[2, 60]
            .Sample(steps =>
            {
                var track = new FixTrack();
                Fix? last = null;
                var refusedInARow = 0;
                var seconds = 0.0;
                foreach (var (meters, pause, accuracyM, isHome) in steps)
                {
                    seconds += pause;
                    var fix = North(isHome ? meters / 1_000 : meters, seconds, accuracyM);
                    if (track.Check(fix, fix.Timestamp) is not null)
                    {
                        refusedInARow++;
                        continue;
                    }

                    if (last is { } from && SpeedKmh(from, fix) > ContractLimits.MaxSpeedKilometersPerHour + 1e-6)
                    {
                        Assert.True(refusedInARow >= 2, "A jump was accepted that nothing vouched for.");
                    }

                    track.Accept(fix, fix.Timestamp);
                    (last, refusedInARow) = (fix, 0);
                }
            });

    /// <summary>Nobody is locked out: an honest person is believed again by the third fix, whatever was accepted before.</summary>
    [Fact]
    public void HonestFixes_AreAccepted_WithinThree_AfterAnyBadOne() =>
        Gen.Select(Gen.Double[-2_000_000, 2_000_000], Gen.Double[0.1, 100], Gen.Double[0.1, 100], Gen.Double[0, 30]).Sample(
            (badMeters, badAccuracyM, accuracyM, stepMeters) =>
            {
                var track = new FixTrack();
                track.Accept(North(badMeters, 0, badAccuracyM), Noon);
                var refused = 0;
                for (var i = 1; i <= 10; i++)
                {
                    var fix = North(i * stepMeters, i, accuracyM);
                    if (track.Check(fix, Noon) is null)
                    {
                        track.Accept(fix, Noon);
                    }
                    else
                    {
                        refused++;
                    }
                }

                return refused <= 2;
            });

    private static double SpeedKmh(in Fix from, in Fix to) =>
        Math.Max(0, GreatCircle.Meters(from, to) - from.AccuracyM - to.AccuracyM) / (to.Timestamp - from.Timestamp).TotalSeconds * 3.6;

    private FixRefusal? Send(in Fix fix, DateTimeOffset? now = null)
    {
        var refusal = _track.Check(fix, now ?? Noon);
        if (refusal is null)
        {
            _track.Accept(fix, now ?? Noon);
        }

        return refusal;
    }
}
