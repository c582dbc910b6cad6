namespace MeetUp.Cli.Tracks;

/// <summary>A place of a recording, and when, where the device wrote it down.</summary>
internal readonly record struct TrackPoint(double Lat, double Lon, DateTimeOffset? Time);

/// <summary>A recording: at least two points in the order they were walked.</summary>
internal sealed record Track(string Name, IReadOnlyList<TrackPoint> Points);
