using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Sessions;

/// <summary>How a stored session is read and shown, with the names its people go by today.</summary>
internal static class SessionReads
{
    /// <summary>The sessions <paramref name="userId"/> has a seat in, with both seats in order.</summary>
    public static IQueryable<MeetSession> SessionsOf(this MeetUpDb db, Guid userId) =>
        db.Sessions.AsNoTracking()
            .Include(session => session.Seats.OrderBy(seat => seat.Number))
            .Where(session => session.Seats.Any(seat => seat.UserId == userId));

    /// <summary>Whether two people have a live session; to be asked inside a transaction that is about to make them another.</summary>
    public static Task<bool> IsPairLiveAsync(this MeetUpDb db, Guid one, Guid other, CancellationToken cancellationToken)
    {
        var pairKey = MeetSession.PairKeyOf(one, other);
        return db.Sessions.AnyAsync(session => session.PairKey == pairKey && session.Status == SessionStatus.Active, cancellationToken);
    }

    /// <summary>The names of everyone in these sessions; people who deleted their account have none.</summary>
    public static Task<Dictionary<Guid, string>> NamesInAsync(
        this MeetUpDb db, IReadOnlyCollection<MeetSession> sessions, CancellationToken cancellationToken) =>
        db.NamesOfAsync(sessions.SelectMany(session => session.Seats).Select(seat => seat.UserId), cancellationToken);

    public static SessionView ToView(this MeetSession session, Dictionary<Guid, string> names) => new(
        session.Id, session.Status, session.ExpiresAt, session.EndReason, session.EndedAt,
        [.. session.Seats.Select(seat => new PersonView(seat.UserId, names.GetValueOrDefault(seat.UserId, ""), seat.Paused, seat.LastSeen))]);

    public static Session ToSession(this MeetSession session, Dictionary<Guid, string> names, LiveSessions live)
    {
        var view = session.ToView(names);
        return new Session(
            session.Id, session.Status, session.CreatedAt, session.ActivatedAt, session.ExpiresAt, session.EndedAt, session.EndReason,
            [.. view.Participants.Select(person =>
            {
                var (status, sharing, lastSeen) = live.StatusOf(view, person.UserId);
                return new Participant(person.UserId, person.DisplayName, status, sharing, lastSeen ?? person.LastSeen);
            })]);
    }
}
