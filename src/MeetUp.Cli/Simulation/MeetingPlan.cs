using MeetUp.Cli.Tracks;

namespace MeetUp.Cli.Simulation;

/// <summary>Who walks where, and when they stop to say "I'm here".</summary>
/// <param name="Alice">Her way, at the pace it will be walked.</param>
/// <param name="Bob">His.</param>
/// <param name="StopAt">Seconds after the start at which both stand still: where they meet, else at the end of the longer way.</param>
/// <param name="Meets">Whether they come close enough to meet at all.</param>
/// <param name="AskedSpeed">How many times as fast as recorded it was to be.</param>
/// <param name="Speed">How many times as fast it is.</param>
internal sealed record MeetingPlan(Walk Alice, Walk Bob, double StopAt, bool Meets, double AskedSpeed, double Speed)
{
    /// <summary>Well below the 300 km/h at which the server stops believing.</summary>
    public const double MostMps = 250 / 3.6;

    /// <summary>Near enough for "here" even when both fixes are off by a few metres.</summary>
    private const double MeetingM = 20;

    /// <summary>A walk nobody asked a speed for takes about this long.</summary>
    private const double PleasantSeconds = 30;

    private const double StepSeconds = 0.05;

    /// <summary>One track from both ends: they meet in its middle.</summary>
    /// <param name="track">At least two points.</param>
    /// <param name="speed">Times as fast as recorded; null for about half a minute.</param>
    public static MeetingPlan FromBothEnds(Track track, double? speed)
    {
        var walk = Walk.From(track);
        var asked = speed ?? Pleasant(walk.DurationSeconds / 2);
        var alice = walk.Paced(asked, MostMps);
        return new MeetingPlan(alice, alice.Reversed(), alice.DurationSeconds / 2, Meets: true, asked, walk.DurationSeconds / alice.DurationSeconds);
    }

    /// <summary>Two tracks, both begun at the same moment.</summary>
    /// <param name="aliceTrack">At least two points.</param>
    /// <param name="bobTrack">At least two points.</param>
    /// <param name="speed">Times as fast as recorded; null for about half a minute.</param>
    public static MeetingPlan FromTwo(Track aliceTrack, Track bobTrack, double? speed)
    {
        var (first, second) = (Walk.From(aliceTrack), Walk.From(bobTrack));
        var recorded = Math.Max(first.DurationSeconds, second.DurationSeconds);
        var asked = speed ?? Pleasant(recorded);
        var (alice, bob) = (first.Paced(asked, MostMps), second.Paced(asked, MostMps));
        var whole = Math.Max(alice.DurationSeconds, bob.DurationSeconds);
        var meeting = FindMeeting(alice, bob, whole);
        return new MeetingPlan(alice, bob, meeting ?? whole, meeting is not null, asked, recorded / whole);
    }

    /// <summary>The first moment within reach, then on while they still come closer.</summary>
    private static double? FindMeeting(Walk alice, Walk bob, double whole)
    {
        for (var at = 0.0; at <= whole + StepSeconds; at += StepSeconds)
        {
            if (Apart(at) > MeetingM)
            {
                continue;
            }

            while (at < whole && Apart(at + StepSeconds) < Apart(at))
            {
                at += StepSeconds;
            }

            return at;
        }

        return null;

        double Apart(double seconds) => alice.At(seconds).DistanceToM(bob.At(seconds));
    }

    private static double Pleasant(double seconds) => Math.Max(1, seconds / PleasantSeconds);
}
