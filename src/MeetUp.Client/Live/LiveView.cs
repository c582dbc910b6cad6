using System.Text;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Client.Live;

/// <summary>What is known of a session at one moment. Immutable: every frame makes a new one.</summary>
/// <param name="Status">PENDING with one person, ACTIVE with two.</param>
/// <param name="ExpiresAt">The session's time limit, by the server's clock.</param>
/// <param name="Me">This person. A fix just sent is shown with <c>seq</c> 0 and the client's idea of the server's time.</param>
/// <param name="Peer">The other person; null while PENDING.</param>
/// <param name="Proximity">The band, and whether "I'm here" would count; null until both have a fix.</param>
/// <param name="ImHere">Who has confirmed; null when nobody has.</param>
public sealed record LiveView(
    SessionStatus Status,
    DateTimeOffset ExpiresAt,
    SnapshotParticipant Me,
    SnapshotParticipant? Peer,
    ProximityUpdate? Proximity,
    ImHereUpdate? ImHere)
{
    /// <summary>Metres between the last fixes of the two; null when either has none.</summary>
    public double? DistanceM => Me.Location is { } mine && Peer?.Location is { } theirs
        ? Geo.DistanceM(mine.Lat, mine.Lon, theirs.Lat, theirs.Lon)
        : null;

    internal static LiveView? Apply(LiveView? view, ServerFrame frame) => (view, frame) switch
    {
        (_, SessionSnapshot snapshot) => From(snapshot),
        (null, _) => null,
        ({ Peer: { } peer }, PeerLocation fix) when fix.UserId == peer.UserId && !(fix.Seq <= peer.Location?.Seq) =>
            view with { Peer = peer with { Sharing = SharingStatus.Live, Location = ToLocation(fix) } },
        (_, PresenceUpdate presence) => view with { Me = Apply(view.Me, presence)!, Peer = Apply(view.Peer, presence) },
        (_, ProximityUpdate proximity) => view with { Proximity = proximity },
        (_, ImHereUpdate imHere) => view with { ImHere = imHere.ConfirmedBy.Count is 0 ? null : imHere },
        (_, SessionEnded) => view.Forget() with { Status = SessionStatus.Ended },
        _ => view,
    };

    internal LiveView WithOwnFix(LocationUpdate fix, DateTimeOffset serverNow) => this with
    {
        Me = Me with
        {
            Sharing = SharingStatus.Live,
            Location = new LastLocation(fix.Lat, fix.Lon, fix.AccuracyM, fix.Timestamp, serverNow, Seq: 0, fix.HeadingDeg, fix.SpeedMps),
        },
    };

    private static LiveView? From(SessionSnapshot snapshot) =>
        snapshot.Participants.FirstOrDefault(person => person.UserId == snapshot.You) is { } me
            ? new LiveView(
                snapshot.Status, snapshot.ExpiresAt, me, snapshot.Participants.FirstOrDefault(person => person.UserId != snapshot.You),
                snapshot.Proximity, snapshot.ImHere)
            : null;

    private static SnapshotParticipant? Apply(SnapshotParticipant? person, PresenceUpdate presence) =>
        person?.UserId != presence.UserId ? person : person with
        {
            Status = presence.Status,
            Sharing = presence.Sharing,
            LastSeen = presence.LastSeen,
            Location = presence.Sharing is SharingStatus.Live ? person.Location : null,
        };

    private static LastLocation ToLocation(PeerLocation fix) =>
        new(fix.Lat, fix.Lon, fix.AccuracyM, fix.Timestamp, fix.ReceivedAt, fix.Seq, fix.HeadingDeg, fix.SpeedMps);

    private LiveView Forget() => this with
    {
        Me = Me with { Location = null, Sharing = SharingStatus.None },
        Peer = Peer is null ? null : Peer with { Location = null, Sharing = SharingStatus.None },
        Proximity = null,
        ImHere = null,
    };

    /// <summary>Without any place.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Status = ").Append(Status).Append(", Peer = ").Append(Peer?.Status).Append(", Band = ").Append(Proximity?.Band);
        return true;
    }
}
