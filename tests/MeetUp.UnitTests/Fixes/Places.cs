using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.UnitTests.Fixes;

/// <summary>Points at a known distance and a clock that stands still, for tables of edges.</summary>
internal static class Places
{
    public const double Lat = 48.2082;
    public const double Lon = 16.3738;

    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A fix so many metres north of the same spot, so many seconds after noon.</summary>
    public static Fix North(double meters, double seconds = 0, double accuracyM = 5) =>
        new(Lat + double.RadiansToDegrees(meters / GreatCircle.EarthRadiusMeters), Lon, accuracyM, Noon.AddSeconds(seconds));

    public static AcceptedFix Accepted(double metersNorth, double receivedAfter = 0, double accuracyM = 5) =>
        new(North(metersNorth, accuracyM: accuracyM), Noon.AddSeconds(receivedAfter), seq: 1);
}
