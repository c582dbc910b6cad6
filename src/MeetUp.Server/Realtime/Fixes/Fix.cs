namespace MeetUp.Server.Realtime.Fixes;

/// <summary>Where someone says they are. Not a record, so that nothing prints a place by accident.</summary>
internal readonly struct Fix(
    double lat, double lon, double accuracyM, DateTimeOffset timestamp, double? headingDeg = null, double? speedMps = null)
{
    public double Lat { get; } = lat;

    public double Lon { get; } = lon;

    public double AccuracyM { get; } = accuracyM;

    /// <summary>When the phone took it, by the phone's clock.</summary>
    public DateTimeOffset Timestamp { get; } = timestamp;

    public double? HeadingDeg { get; } = headingDeg;

    public double? SpeedMps { get; } = speedMps;
}
