using MeetUp.Client.Live;

namespace MeetUp.Cli.Tracks;

/// <summary>A place on the globe, in degrees.</summary>
internal readonly record struct Place(double Lat, double Lon)
{
    public double DistanceToM(Place other) => Geo.DistanceM(Lat, Lon, other.Lat, other.Lon);

    /// <summary>Straight towards another, the short way round the globe; 0 is here, 1 is there.</summary>
    public Place Towards(Place other, double share)
    {
        var east = other.Lon - Lon;
        east -= 360 * Math.Round(east / 360);
        var lon = Lon + (east * share);
        return new Place(Lat + ((other.Lat - Lat) * share), lon - (360 * Math.Round(lon / 360)));
    }

    /// <summary>So many metres to the north and east.</summary>
    public Place Moved(double northM, double eastM)
    {
        const double MetersPerDegree = 111_195;
        var widest = Math.Max(0.01, Math.Cos(double.DegreesToRadians(Lat)));
        var lon = Lon + (eastM / (MetersPerDegree * widest));
        return new Place(Math.Clamp(Lat + (northM / MetersPerDegree), -90, 90), lon - (360 * Math.Round(lon / 360)));
    }
}

/// <summary>A timetable of places: where someone is so many seconds after the start. Between two points they go straight and steadily.</summary>
internal sealed class Walk
{
    /// <summary>A brisk walk, for tracks without times.</summary>
    private const double WalkingMps = 1.4;

    private readonly Place[] _places;
    private readonly double[] _seconds;

    private Walk(Place[] places, double[] seconds)
    {
        _places = places;
        _seconds = seconds;
    }

    public double DurationSeconds => _seconds[^1];

    public double LengthM => _places.Zip(_places.Skip(1), (from, to) => from.DistanceToM(to)).Sum();

    /// <summary>A track as it was recorded; points that do not come later than the one before are left out.</summary>
    public static Walk From(Track track)
    {
        var timed = track.Points.Where(point => point.Time is not null).ToList();
        if (timed.Count < 2 || timed.Count * 2 < track.Points.Count || timed[^1].Time <= timed[0].Time)
        {
            return Steady(track);
        }

        List<Place> places = [];
        List<double> seconds = [];
        foreach (var point in timed)
        {
            var at = (point.Time!.Value - timed[0].Time!.Value).TotalSeconds;
            if (seconds.Count is 0 || at > seconds[^1])
            {
                places.Add(new Place(point.Lat, point.Lon));
                seconds.Add(at);
            }
        }

        return new Walk([.. places], [.. seconds]);
    }

    /// <summary>The same way from its end, at the same pace.</summary>
    public Walk Reversed() => new([.. _places.Reverse()], [.. _seconds.Reverse().Select(at => DurationSeconds - at)]);

    /// <summary>
    /// So many times as fast, but nowhere faster than <paramref name="mostMps"/>: a stretch that would be is drawn out, so that neither a
    /// high speed nor a glitch of the recording makes a fix the server would refuse.
    /// </summary>
    public Walk Paced(double speed, double mostMps)
    {
        var seconds = new double[_seconds.Length];
        for (var i = 1; i < seconds.Length; i++)
        {
            var wanted = (_seconds[i] - _seconds[i - 1]) / speed;
            seconds[i] = seconds[i - 1] + Math.Max(wanted, _places[i - 1].DistanceToM(_places[i]) / mostMps);
        }

        return new Walk(_places, seconds);
    }

    /// <summary>Where they are; before the start at the start, after the end at the end.</summary>
    public Place At(double seconds)
    {
        var next = Array.BinarySearch(_seconds, seconds);
        if (next < 0)
        {
            next = ~next;
        }

        if (next is 0)
        {
            return _places[0];
        }

        if (next == _seconds.Length)
        {
            return _places[^1];
        }

        var share = (seconds - _seconds[next - 1]) / (_seconds[next] - _seconds[next - 1]);
        return _places[next - 1].Towards(_places[next], share);
    }

    private static Walk Steady(Track track)
    {
        List<Place> places = [new Place(track.Points[0].Lat, track.Points[0].Lon)];
        List<double> seconds = [0];
        foreach (var point in track.Points.Skip(1))
        {
            var place = new Place(point.Lat, point.Lon);
            var took = places[^1].DistanceToM(place) / WalkingMps;
            if (took > 0)
            {
                places.Add(place);
                seconds.Add(seconds[^1] + took);
            }
        }

        return places.Count > 1 ? new Walk([.. places], [.. seconds]) : new Walk([places[0], places[0]], [0, 1]);
    }
}
