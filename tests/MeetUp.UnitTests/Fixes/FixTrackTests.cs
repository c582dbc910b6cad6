using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Fixes;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Fixes;

public sealed class FixTrackTests
{
    private readonly FixTrack _track = new();

    [Theory]
    [InlineData(90, 180, null)]
    [InlineData(-90, -180, null)]
    [InlineData(0, 0, null)]
    [InlineData(90.0000001, 0, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(-90.0000001, 0, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(0, 180.0000001, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(0, -180.0000001, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(double.NaN, 0, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(0, double.NaN, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(double.PositiveInfinity, 0, LocationRefusals.CoordinatesOutOfBounds)]
    public void Coordinates_AreOnTheGlobe(double lat, double lon, string? reason) =>
        Assert.Equal(reason, _track.Check(new Fix(lat, lon, 5, Noon), Noon)?.ToReason());

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(100, null)]
    [InlineData(0.0999, LocationRefusals.AccuracyOutOfRange)]
    [InlineData(100.1, LocationRefusals.AccuracyOutOfRange)]
    [InlineData(0, LocationRefusals.AccuracyOutOfRange)]
    [InlineData(-5, LocationRefusals.AccuracyOutOfRange)]
    [InlineData(double.NaN, LocationRefusals.AccuracyOutOfRange)]
    public void Accuracy_IsBelievableAndUseful(double accuracyM, string? reason) =>
        Assert.Equal(reason, _track.Check(new Fix(Lat, Lon, accuracyM, Noon), Noon)?.ToReason());

    [Theory]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(300.001, LocationRefusals.TimestampOutOfRange)]
    [InlineData(-300.001, LocationRefusals.TimestampOutOfRange)]
    public void Timestamp_IsWithinFiveMinutes_Inclusive(double seconds, string? reason) =>
        Assert.Equal(reason, _track.Check(North(0, seconds), Noon)?.ToReason());

    [Fact]
    public void Timestamp_IsAnInstant_WhateverItsOffset()
    {
        var inIndia = new DateTimeOffset(2026, 5, 1, 17, 30, 0, new TimeSpan(5, 30, 0));

        Assert.Null(_track.Check(new Fix(Lat, Lon, 5, inIndia), Noon));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Timestamp_IsRefused_AtTheEndsOfTime(string time) =>
        Assert.Equal(
            FixRefusal.TimestampOutOfRange,
            _track.Check(new Fix(Lat, Lon, 5, DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), Noon));

    [Theory]
    [InlineData(91, 200, 3600, LocationRefusals.CoordinatesOutOfBounds)]
    [InlineData(48, 200, 3600, LocationRefusals.AccuracyOutOfRange)]
    [InlineData(48, 5, 3600, LocationRefusals.TimestampOutOfRange)]
    [InlineData(10, 5, -1, LocationRefusals.OutOfOrder)]
    [InlineData(10, 5, 1, LocationRefusals.ImpossibleSpeed)]
    public void FirstFailedCheck_Answers_WhenSeveralFail(double lat, double accuracyM, double seconds, string reason)
    {
        Take(North(0));

        Assert.Equal(reason, _track.Check(new Fix(lat, Lon, accuracyM, Noon.AddSeconds(seconds)), Noon)?.ToReason());
    }

    [Theory]
    [InlineData(0.0001, null)]
    [InlineData(0, LocationRefusals.OutOfOrder)]
    [InlineData(-0.0001, LocationRefusals.OutOfOrder)]
    public void Fix_IsAfterTheLastAcceptedOne(double seconds, string? reason)
    {
        Take(North(0));

        Assert.Equal(reason, _track.Check(North(0, seconds), Noon)?.ToReason());
    }

    [Fact]
    public void RefusedFix_LeavesNoTrace_InTheOrder()
    {
        Take(North(0));
        Assert.Equal(FixRefusal.ImpossibleSpeed, _track.Check(North(100_000, 200), Noon));
        Assert.Equal(FixRefusal.AccuracyOutOfRange, _track.Check(North(0, 200, accuracyM: 500), Noon));

        Assert.Null(_track.Check(North(1, 1), Noon));
    }

    [Fact]
    public void AcceptedFixes_AreCountedFromOne_WhateverIsRefusedOrForgotten()
    {
        Assert.Equal(1, Take(North(0)).Seq);
        Assert.NotNull(_track.Check(North(0), Noon));
        Assert.Equal(2, Take(North(0, 1)).Seq);
        _track.Forget();
        Assert.Equal(3, Take(North(0, 2)).Seq);
    }

    [Fact]
    public void ForgottenPlace_IsGone_ButTheOrderStays()
    {
        Take(North(0));
        _track.Forget();

        Assert.Null(_track.Last);
        Assert.Null(_track.ReceivedAt);
        Assert.Equal(FixRefusal.OutOfOrder, _track.Check(North(0), Noon));
        Assert.Null(_track.Check(North(100_000, 1), Noon));
    }

    [Fact]
    public void AcceptedFix_IsTheLast_WithTheServersTime()
    {
        var accepted = _track.Accept(North(3, 1), Noon.AddSeconds(2));

        Assert.Equal(accepted.ToLocation(), _track.Last!.Value.ToLocation());
        Assert.Equal(Noon.AddSeconds(2), _track.ReceivedAt);
        Assert.Equal(Noon.AddSeconds(1), accepted.ToLocation().Timestamp);
    }

    [Fact]
    public void Place_IsNotPrinted_ByAccident()
    {
        var accepted = Take(North(0));

        foreach (var thing in (object[])[accepted, accepted.Fix, _track, _track.Last!])
        {
            Assert.Equal(thing.GetType().FullName, thing.ToString());
        }
    }

    private AcceptedFix Take(in Fix fix)
    {
        Assert.Null(_track.Check(fix, Noon));
        return _track.Accept(fix, Noon);
    }

    [Fact]
    public void Mirror_FollowsTheOtherInstance_NeverBack()
    {
        Assert.True(_track.Mirror(Elsewhere(seq: 7, seconds: 10)));
        Assert.Equal(7, _track.Last!.Value.Seq);
        Assert.False(_track.Mirror(Elsewhere(seq: 7, seconds: 10)));
        Assert.False(_track.Mirror(Elsewhere(seq: 6, seconds: 9)));
        Assert.Equal(FixRefusal.OutOfOrder, _track.Check(new Fix(Lat, Lon, 5, Noon.AddSeconds(10)), Noon));

        _track.Forget();
        Assert.False(_track.Mirror(Elsewhere(seq: 7, seconds: 10)));
        Assert.Null(_track.Last);
    }

    [Fact]
    public void Mirror_GivesANewNumber_ToANewerFixOfAnInstanceThatDidNotKnowTheOldOnes()
    {
        Assert.True(_track.Mirror(Elsewhere(seq: 40, seconds: 10)));
        Assert.True(_track.Mirror(Elsewhere(seq: 1, seconds: 11)));

        Assert.Equal((41, Noon.AddSeconds(11)), (_track.Last!.Value.Seq, _track.Last.Value.Fix.Timestamp));
        _track.SkipTo(60);
        _track.SkipTo(50);
        Assert.Equal(61, _track.Accept(new Fix(Lat, Lon, 5, Noon.AddSeconds(12)), Noon).Seq);
    }

    private static LastLocation Elsewhere(long seq, int seconds) => new(Lat, Lon, 5, Noon.AddSeconds(seconds), Noon, seq);
}
