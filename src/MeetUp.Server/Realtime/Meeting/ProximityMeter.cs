using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.Server.Realtime.Meeting;

/// <summary>
/// Follows how close the two people of one session are. A nearer band is entered at its edge; it is left, for the next one out, only
/// <see cref="ContractLimits.BandHysteresisMeters"/> beyond it, however far the jump. Not safe for threads.
/// </summary>
internal sealed class ProximityMeter
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(ContractLimits.ConfirmFixAgeSeconds);

    /// <summary>As of the last <see cref="Update"/>; null while either has no fix.</summary>
    public Proximity? Current { get; private set; }

    /// <summary>When <c>can_confirm</c> ends if no further fix comes; null when time alone changes nothing.</summary>
    public DateTimeOffset? NextChangeAt { get; private set; }

    /// <summary>
    /// Measures again. True when band or <c>can_confirm</c> changed, so that both are to be told. Losing a fix tells nobody anything, but
    /// makes the next measurement a new one, without hysteresis.
    /// </summary>
    public bool Update(in AcceptedFix? one, in AcceptedFix? other, DateTimeOffset now)
    {
        if (one is not { } a || other is not { } b)
        {
            Current = null;
            NextChangeAt = null;
            return false;
        }

        var before = Current;
        var distance = GreatCircle.Meters(a.Fix, b.Fix);
        var band = BandOf(distance, before?.Band);
        var isCertain = distance + a.Fix.AccuracyM + b.Fix.AccuracyM <= ContractLimits.HereMeters;
        var freshUntil = (a.ReceivedAt < b.ReceivedAt ? a.ReceivedAt : b.ReceivedAt) + FreshFor;
        var canConfirm = band == Band.Here && now <= freshUntil;

        Current = new Proximity(distance, band, isCertain ? Certainty.Certain : Certainty.Possible, canConfirm);

        // The last moment of being fresh still counts, so the change comes one tick after it.
        NextChangeAt = canConfirm ? freshUntil.AddTicks(1) : null;
        return before?.Band != band || before?.CanConfirm != canConfirm;
    }

    private static Band BandOf(double distanceM, Band? before)
    {
        var entered = BandWithin(distanceM, slackM: 0);
        if (before is not { } held || entered >= held)
        {
            return entered;
        }

        var kept = BandWithin(distanceM, ContractLimits.BandHysteresisMeters);
        return kept < held ? kept : held;
    }

    private static Band BandWithin(double distanceM, double slackM) =>
        distanceM <= ContractLimits.HereMeters + slackM ? Band.Here
        : distanceM <= ContractLimits.NearlyThereMeters + slackM ? Band.NearlyThere
        : distanceM <= ContractLimits.GettingCloseMeters + slackM ? Band.GettingClose
        : Band.FarAway;
}
