using CsCheck;
using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.UnitTests.Fixes;

public sealed class GreatCircleTests
{
    private const double HalfTheEarth = Math.PI * GreatCircle.EarthRadiusMeters;

    private static readonly Gen<(double Lat, double Lon)> AnyPlace = Gen.Select(
        Gen.OneOf<double>(Gen.Double[-90, 90], Gen.OneOf(-90d, 0, 90)),
        Gen.OneOf<double>(Gen.Double[-180, 180], Gen.OneOf(-180d, 0, 180)));

    [Theory]
    [InlineData(48.2082, 16.3738, 48.2082, 16.3738, 0)]
    [InlineData(0, 179.9999, 0, -179.9999, 22.239)] // across the antimeridian
    [InlineData(0, 180, 0, -180, 0)]
    [InlineData(90, 0, 90, 137, 0)] // a pole has every longitude
    [InlineData(-90, -180, -90, 12, 0)]
    [InlineData(89.9999, 0, 89.9999, 180, 22.239)] // across the pole
    [InlineData(90, 0, -90, 0, HalfTheEarth)]
    [InlineData(0, 0, 0, 180, HalfTheEarth)]
    [InlineData(37.5, -122, -37.5, 58, HalfTheEarth)]
    [InlineData(0, 0, 0, 1, 111_195.08)]
    [InlineData(0, 0, 1, 0, 111_195.08)]
    public void Distance_IsRight_Everywhere(double lat1, double lon1, double lat2, double lon2, double meters) =>
        Assert.Equal(meters, GreatCircle.Meters(lat1, lon1, lat2, lon2), tolerance: 0.15);

    [Fact]
    public void Distance_IsRightToTheMillimetre_BetweenNeighbours() =>
        Assert.Equal(50, GreatCircle.Meters(Places.North(0), Places.North(50)), tolerance: 0.001);

    /// <summary>Flinders Peak to Buninyong, the worked example of Geoscience Australia: 54,972.271 m on the ellipsoid.</summary>
    [Fact]
    public void Distance_AgreesWithTheEllipsoid_ToWithinItsFlattening() => Assert.Equal(
        54_972.271,
        GreatCircle.Meters(-37.951_033_417, 144.424_867_889, -37.652_821_139, 143.926_495_528),
        tolerance: 54_972.271 * 0.006);

    [Fact]
    public void Distance_IsTheSameBothWays_AndNeverTooLong() =>
        Gen.Select(AnyPlace, AnyPlace).Sample((one, other) =>
        {
            var there = GreatCircle.Meters(one.Lat, one.Lon, other.Lat, other.Lon);
            var back = GreatCircle.Meters(other.Lat, other.Lon, one.Lat, one.Lon);
            return there == back && there is >= 0 and <= HalfTheEarth;
        });

    [Fact]
    public void Distance_IsNeverShortenedByADetour() =>
        Gen.Select(AnyPlace, AnyPlace, AnyPlace).Sample((a, b, c) =>
            GreatCircle.Meters(a.Lat, a.Lon, c.Lat, c.Lon)
            <= GreatCircle.Meters(a.Lat, a.Lon, b.Lat, b.Lon) + GreatCircle.Meters(b.Lat, b.Lon, c.Lat, c.Lon) + 0.2);
}
