using CsCheck;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Meeting;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Meeting;

public sealed class ProximityMeterTests
{
    private readonly ProximityMeter _meter = new();

    [Theory]
    [InlineData(0, Band.Here)]
    [InlineData(49.9, Band.Here)]
    [InlineData(50.1, Band.NearlyThere)]
    [InlineData(99.9, Band.NearlyThere)]
    [InlineData(100.1, Band.GettingClose)]
    [InlineData(199.9, Band.GettingClose)]
    [InlineData(200.1, Band.FarAway)]
    [InlineData(20_000_000, Band.FarAway)]
    public void Band_GoesByDistance_AtFirst(double meters, Band band)
    {
        Assert.True(Measure(meters));

        Assert.Equal(band, _meter.Current!.Value.Band);
        Assert.Equal(meters, _meter.Current.Value.DistanceM, tolerance: 0.001 + (meters * 1e-6));
    }

    [Theory]
    [InlineData(40, 59.9, Band.Here)]
    [InlineData(40, 60.1, Band.NearlyThere)]
    [InlineData(90, 109.9, Band.NearlyThere)]
    [InlineData(90, 110.1, Band.GettingClose)]
    [InlineData(190, 209.9, Band.GettingClose)]
    [InlineData(190, 210.1, Band.FarAway)]
    [InlineData(40, 109.9, Band.NearlyThere)] // jumping out over one band …
    [InlineData(40, 110.1, Band.GettingClose)]
    [InlineData(40, 209.9, Band.GettingClose)]
    [InlineData(40, 210.1, Band.FarAway)] // … and over all of them
    [InlineData(60, 50.1, Band.NearlyThere)] // coming nearer there is no slack
    [InlineData(60, 49.9, Band.Here)]
    [InlineData(5_000, 49.9, Band.Here)]
    [InlineData(205, 199.9, Band.GettingClose)]
    public void Band_IsLeftTenMetresBeyondItsEdge_AndEnteredAtIt(double before, double after, Band band)
    {
        Measure(before);
        var was = _meter.Current!.Value.Band;

        Assert.Equal(was != band, Measure(after));
        Assert.Equal(band, _meter.Current!.Value.Band);
    }

    [Fact]
    public void Jitter_AtAnEdge_TellsNobodyAnything()
    {
        Measure(49);

        foreach (var meters in (double[])[51, 49, 55, 45, 59, 50.5, 58])
        {
            Assert.False(Measure(meters));
        }
    }

    [Theory]
    [InlineData(39.9, 5, 5, Certainty.Certain)]
    [InlineData(40.1, 5, 5, Certainty.Possible)]
    [InlineData(0, 25, 25, Certainty.Certain)]
    [InlineData(0.1, 25, 25, Certainty.Possible)]
    [InlineData(0, 100, 0.1, Certainty.Possible)]
    public void Certainty_CountsBothAccuracies(double meters, double accuracy1, double accuracy2, Certainty certainty)
    {
        _meter.Update(Accepted(0, accuracyM: accuracy1), Accepted(meters, accuracyM: accuracy2), Noon);

        Assert.Equal(certainty, _meter.Current!.Value.Certainty);
    }

    [Theory]
    [InlineData(0, 0, 29.9, true)]
    [InlineData(0, 0, 30, true)]
    [InlineData(0, 0, 30.1, false)]
    [InlineData(0, 20, 29.9, true)] // the older one counts
    [InlineData(0, 20, 30.1, false)]
    [InlineData(20, 0, 30.1, false)]
    public void CanConfirm_NeedsTwoFreshFixes(double received1, double received2, double nowSeconds, bool canConfirm)
    {
        _meter.Update(Accepted(0, received1), Accepted(10, received2), Noon.AddSeconds(nowSeconds));

        Assert.Equal(canConfirm, _meter.Current!.Value.CanConfirm);
    }

    [Theory]
    [InlineData(49.9, true)]
    [InlineData(50.1, false)]
    public void CanConfirm_NeedsTheBandHere(double meters, bool canConfirm)
    {
        Measure(meters);

        Assert.Equal(canConfirm, _meter.Current!.Value.CanConfirm);
    }

    [Fact]
    public void CanConfirm_LastsAsLongAsTheBand()
    {
        Measure(40);

        Assert.False(Measure(59.9));
        Assert.True(_meter.Current!.Value.CanConfirm);
        Assert.True(Measure(60.1));
        Assert.False(_meter.Current!.Value.CanConfirm);
    }

    [Fact]
    public void NextChange_IsWhenCanConfirmEndsByTimeAlone()
    {
        var (one, other) = (Accepted(0, 0), Accepted(10, 12));
        _meter.Update(one, other, Noon.AddSeconds(12));
        var changes = _meter.NextChangeAt!.Value;

        Assert.Equal(Noon.AddSeconds(30), changes, TimeSpan.FromMilliseconds(1));
        Assert.False(_meter.Update(one, other, changes.AddTicks(-1)));
        Assert.True(_meter.Update(one, other, changes));
        Assert.False(_meter.Current!.Value.CanConfirm);
        Assert.Equal(Band.Here, _meter.Current.Value.Band);
        Assert.Null(_meter.NextChangeAt);
    }

    [Fact]
    public void FreshFix_GivesCanConfirmBack()
    {
        _meter.Update(Accepted(0), Accepted(10), Noon.AddSeconds(31));

        Assert.True(_meter.Update(Accepted(0, 32), Accepted(10, 32), Noon.AddSeconds(32)));
        Assert.True(_meter.Current!.Value.CanConfirm);
    }

    [Fact]
    public void MissingFix_MeansNoDistance_AndAFreshStart()
    {
        Measure(45);

        Assert.False(_meter.Update(Accepted(0), null, Noon));
        Assert.Null(_meter.Current);
        Assert.Null(_meter.NextChangeAt);
        Assert.False(_meter.Update(null, Accepted(0), Noon));
        Assert.False(_meter.Update(null, null, Noon));

        Assert.True(Measure(55));
        Assert.Equal(Band.NearlyThere, _meter.Current!.Value.Band);
    }

    [Fact]
    public void Frame_SaysWhatWasMeasured()
    {
        Measure(75);

        Assert.Equal(
            new ProximityUpdate(_meter.Current!.Value.DistanceM, Band.NearlyThere, Certainty.Possible, CanConfirm: false),
            _meter.Current.Value.ToFrame());
    }

    /// <summary>Whatever the way there, the band is the one of the distance or, within ten metres of its edge, the one before.</summary>
    [Fact]
    public void Band_IsNeverFurtherFromTheTruthThanTheSlack() =>
        Gen.Int[0, 29_999].Select(centimetres => (centimetres + 0.5) / 100).Array[1, 50].Sample(distances =>
        {
            var meter = new ProximityMeter();
            Band? before = null;
            foreach (var meters in distances)
            {
                var isNews = meter.Update(Accepted(0), Accepted(meters), Noon);
                var band = meter.Current!.Value.Band;

                Assert.InRange(band, Plain(meters), Plain(meters - 10));
                Assert.Equal(band != before, isNews);
                Assert.True(before is null || band == before || band == Plain(meters) || band == Plain(meters - 10));
                before = band;
            }
        });

    private static Band Plain(double meters) => meters switch
    {
        <= 50 => Band.Here,
        <= 100 => Band.NearlyThere,
        <= 200 => Band.GettingClose,
        _ => Band.FarAway,
    };

    private bool Measure(double meters) => _meter.Update(Accepted(0), Accepted(meters), Noon);
}
