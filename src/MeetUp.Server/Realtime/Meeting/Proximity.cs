using MeetUp.Contracts.Realtime;

namespace MeetUp.Server.Realtime.Meeting;

/// <summary>How close the two are, as far as their last fixes tell.</summary>
internal readonly record struct Proximity(double DistanceM, Band Band, Certainty Certainty, bool CanConfirm)
{
    public ProximityUpdate ToFrame() => new(DistanceM, Band, Certainty, CanConfirm);
}
