using MeetUp.Cli.Tracks;

namespace MeetUp.Cli.Simulation;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Server">Where.</param>
/// <param name="Alice">Her track; with <paramref name="Bob"/> null both walk this one, from its two ends.</param>
/// <param name="Bob">His, or null.</param>
/// <param name="Speed">Times as fast as recorded; null for about half a minute.</param>
/// <param name="RatePerSecond">Fixes a second of each, 0.2–10.</param>
/// <param name="Quality">What their receivers are like.</param>
/// <param name="Seats">A session and its people to use; null to make them.</param>
/// <param name="Seed">Makes jitter and drop-outs the same again.</param>
internal sealed record SimulationSettings(
    Uri Server, Track Alice, Track? Bob, double? Speed, double RatePerSecond, ReceiverQuality Quality, GivenSeats? Seats, int? Seed)
{
    public MeetingPlan Plan() =>
        Bob is null ? MeetingPlan.FromBothEnds(Alice, Speed) : MeetingPlan.FromTwo(Alice, Bob, Speed);
}

/// <summary>A session that exists already, and access tokens of the two in it.</summary>
internal sealed record GivenSeats(Guid SessionId, string TokenA, string TokenB)
{
    /// <summary>Without the tokens.</summary>
    public override string ToString() => $"session {SessionId}";
}
