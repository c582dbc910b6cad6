using MeetUp.Cli.Tracks;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Cli.Simulation;

/// <summary>How a phone's receiver sees a walk.</summary>
/// <param name="AccuracyM">What it reports, 0.1–100 m.</param>
/// <param name="JitterM">How far off its fixes are, at most.</param>
/// <param name="DropOutShare">How many of them it misses, 0–0.9.</param>
internal sealed record ReceiverQuality(double AccuracyM, double JitterM, double DropOutShare);

/// <summary>
/// Turns a walk into fixes. Promises that no two fixes are further apart than someone at 250 km/h could be, whatever the jitter,
/// and that their times rise: a fix is of the moment it is made for, not of the moment it is sent.
/// </summary>
internal sealed class FixMaker(Walk walk, double stopAt, ReceiverQuality quality, DateTimeOffset start, Random random)
{
    /// <summary>Below this a heading is noise.</summary>
    private const double MovingMps = 0.2;

    private double _north;
    private double _east;
    private (Place Place, double Seconds)? _last;

    /// <summary>The fix so many seconds after the start; null when the receiver has none.</summary>
    public LocationUpdate? At(double seconds)
    {
        if (random.NextDouble() < quality.DropOutShare)
        {
            return null;
        }

        var place = Plausible(Jittered(walk.At(Math.Min(seconds, stopAt))), seconds);
        var speed = SpeedAt(seconds);
        double? heading = speed > MovingMps ? HeadingAt(seconds) : null;
        _last = (place, seconds);
        return new LocationUpdate(
            Math.Round(place.Lat, 7), Math.Round(place.Lon, 7), quality.AccuracyM,
            DateTimeOffset.FromUnixTimeMilliseconds((start + TimeSpan.FromSeconds(seconds)).ToUnixTimeMilliseconds()),
            heading is { } degrees ? Math.Round(degrees, 1) % 360 : null, Math.Round(speed, 2));
    }

    /// <summary>Errors of a receiver wander; they do not jump. Never further off than the jitter.</summary>
    private Place Jittered(Place place)
    {
        if (quality.JitterM <= 0)
        {
            return place;
        }

        _north = (0.9 * _north) + (0.2 * quality.JitterM * ((2 * random.NextDouble()) - 1));
        _east = (0.9 * _east) + (0.2 * quality.JitterM * ((2 * random.NextDouble()) - 1));
        var off = Math.Sqrt((_north * _north) + (_east * _east));
        var fit = off > quality.JitterM ? quality.JitterM / off : 1;
        return place.Moved(_north * fit, _east * fit);
    }

    private Place Plausible(Place place, double seconds)
    {
        if (_last is not { } last)
        {
            return place;
        }

        var most = MeetingPlan.MostMps * (seconds - last.Seconds);
        var distance = last.Place.DistanceToM(place);
        return distance <= most ? place : last.Place.Towards(place, most / distance);
    }

    private double SpeedAt(double seconds) =>
        seconds >= stopAt ? 0 : walk.At(seconds).DistanceToM(walk.At(Math.Min(seconds + 1, stopAt))) / Math.Min(1, Math.Max(stopAt - seconds, 0.001));

    private double HeadingAt(double seconds)
    {
        var (from, to) = (walk.At(seconds), walk.At(Math.Min(seconds + 1, stopAt)));
        var north = to.Lat - from.Lat;
        var east = (to.Lon - from.Lon) * Math.Cos(double.DegreesToRadians(from.Lat));
        return (double.RadiansToDegrees(Math.Atan2(east, north)) + 360) % 360;
    }
}
