using MeetUp.Contracts.Realtime;

namespace MeetUp.Cli.Simulation;

/// <summary>A walk at one tick, as a screen shows it.</summary>
internal sealed record SimulationMoment(
    double Seconds, double StopAt, double? DistanceM, ProximityUpdate? Proximity, Walker Alice, Walker Bob)
{
    public string Band => Proximity?.Band switch
    {
        Contracts.Realtime.Band.FarAway => "far away",
        Contracts.Realtime.Band.GettingClose => "getting close",
        Contracts.Realtime.Band.NearlyThere => "nearly there",
        Contracts.Realtime.Band.Here => Proximity.CanConfirm ? "here" : "here, not confirmable",
        _ => "-",
    };

    public string Distance => DistanceM is { } metres ? metres >= 1000 ? $"{metres / 1000:0.00} km" : $"{metres:0} m" : "-";
}
