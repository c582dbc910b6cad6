using MeetUp.Contracts.Realtime;

namespace MeetUp.Server.Realtime.Fixes;

/// <summary>A fix that passed every check, with the server's time and its number among the sender's accepted fixes of the session.</summary>
internal readonly struct AcceptedFix(Fix fix, DateTimeOffset receivedAt, long seq)
{
    public Fix Fix { get; } = fix;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>From 1.</summary>
    public long Seq { get; } = seq;

    /// <summary>As a snapshot shows it.</summary>
    public LastLocation ToLocation() =>
        new(Fix.Lat, Fix.Lon, Fix.AccuracyM, Fix.Timestamp, ReceivedAt, Seq, Fix.HeadingDeg, Fix.SpeedMps);
}
