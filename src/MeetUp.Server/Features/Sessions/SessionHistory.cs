using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Sessions;

/// <summary>A person's ended sessions, page by page: who, when, how long, why; never where.</summary>
internal static class SessionHistory
{
    public static async Task<Results<Ok<PastSessionPage>, ProblemHttpResult>> GetAsync(
        string? cursor, [Range(1, PageCursor.MaxLimit)] int? limit, ClaimsPrincipal caller, MeetUpDb db, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(cursor, out var after))
        {
            return Problems.ValidationFailed("cursor", "Not a cursor of an earlier page.");
        }

        var ended = db.SessionsOf(caller.UserId).Where(session => session.Status == SessionStatus.Ended);
        if (after is var (at, id))
        {
            ended = ended.Where(session => session.EndedAt < at || (session.EndedAt == at && session.Id < id));
        }

        var size = limit ?? PageCursor.DefaultLimit;
        var rows = await ended
            .OrderByDescending(session => session.EndedAt).ThenByDescending(session => session.Id)
            .Take(size + 1).ToListAsync(cancellationToken);
        var page = rows.Take(size).ToList();
        var next = rows.Count > size ? new PageCursor(page[^1].EndedAt!.Value, page[^1].Id).ToString() : null;
        var names = await db.NamesInAsync(page, cancellationToken);
        return TypedResults.Ok(new PastSessionPage([.. page.Select(session => ToPast(session, caller.UserId, names))], next));
    }

    private static PastSession ToPast(MeetSession session, Guid userId, Dictionary<Guid, string> names)
    {
        var peer = session.Seats.Find(seat => seat.UserId != userId) is { } seat && names.TryGetValue(seat.UserId, out var name)
            ? new PersonRef(seat.UserId, name)
            : null;
        var endedAt = session.EndedAt!.Value;
        var lasted = endedAt - (session.ActivatedAt ?? session.CreatedAt);
        return new PastSession(
            session.Id, peer, session.CreatedAt, session.ActivatedAt, endedAt, (int)lasted.TotalSeconds, session.EndReason!.Value);
    }
}
