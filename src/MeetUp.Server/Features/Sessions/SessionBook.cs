using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Sessions;

/// <summary>Sessions as they are at this moment: one whose time is up is ended on the way, so that nobody is shown a dead one as alive.</summary>
internal sealed class SessionBook(
    MeetUpDb db, LiveSessions live, SessionEnding ending, TimeProvider clock, IOptions<SessionOptions> options)
{
    /// <summary>The session, if <paramref name="userId"/> is in it.</summary>
    public async Task<MeetSession?> FindAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken) =>
        await db.SessionsOf(userId).FirstOrDefaultAsync(session => session.Id == sessionId, cancellationToken) is { } session
            ? await AsOfNowAsync(session, cancellationToken)
            : null;

    /// <summary>The one live session two people have with each other.</summary>
    public async Task<MeetSession?> FindOfPairAsync(Guid one, Guid other, CancellationToken cancellationToken)
    {
        var pairKey = MeetSession.PairKeyOf(one, other);
        return await db.SessionsOf(one)
            .FirstOrDefaultAsync(session => session.PairKey == pairKey && session.Status == SessionStatus.Active, cancellationToken) is { } session
            && await AsOfNowAsync(session, cancellationToken) is { IsLive: true } alive
            ? alive
            : null;
    }

    /// <summary>A person's PENDING and ACTIVE sessions, newest first.</summary>
    public async Task<List<MeetSession>> LiveOfAsync(Guid userId, CancellationToken cancellationToken)
    {
        var stored = await db.SessionsOf(userId)
            .Where(session => session.Status != SessionStatus.Ended)
            .OrderByDescending(session => session.CreatedAt).ThenByDescending(session => session.Id)
            .ToListAsync(cancellationToken);
        var alive = new List<MeetSession>(stored.Count);
        foreach (var session in stored)
        {
            if (await AsOfNowAsync(session, cancellationToken) is { IsLive: true } live)
            {
                alive.Add(live);
            }
        }

        return alive;
    }

    public async Task<MeetSession> AsOfNowAsync(MeetSession session, CancellationToken cancellationToken)
    {
        if (session.IsOverdue(clock.GetUtcNow(), options.Value.Pending)
            && await ending.EndAsync(session.Id, EndReason.Expired, actorId: null, cancellationToken) is { } end)
        {
            (session.Status, session.EndReason, session.EndedAt) = (SessionStatus.Ended, end.Reason, end.EndedAt);
        }

        return session;
    }

    public async Task<List<Session>> ShowAsync(IReadOnlyCollection<MeetSession> sessions, CancellationToken cancellationToken)
    {
        var names = await db.NamesInAsync(sessions, cancellationToken);
        foreach (var session in sessions)
        {
            await live.RefreshAsync(session.ToView(names), cancellationToken);
        }

        return [.. sessions.Select(session => session.ToSession(names, live))];
    }
}
