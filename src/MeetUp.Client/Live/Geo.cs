namespace MeetUp.Client.Live;

/// <summary>Distances on the globe.</summary>
public static class Geo
{
    private const double EarthRadiusM = 6_371_008.8;

    /// <summary>The great-circle distance in metres between two places in WGS 84 degrees.</summary>
    /// <param name="lat1">Latitude of the one, −90…90.</param>
    /// <param name="lon1">Longitude of the one, −180…180.</param>
    /// <param name="lat2">Latitude of the other.</param>
    /// <param name="lon2">Longitude of the other.</param>
    public static double DistanceM(double lat1, double lon1, double lat2, double lon2)
    {
        var halfLat = Math.Sin(double.DegreesToRadians(lat2 - lat1) / 2);
        var halfLon = Math.Sin(double.DegreesToRadians(lon2 - lon1) / 2);
        var h = (halfLat * halfLat)
            + (Math.Cos(double.DegreesToRadians(lat1)) * Math.Cos(double.DegreesToRadians(lat2)) * halfLon * halfLon);
        return 2 * EarthRadiusM * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
