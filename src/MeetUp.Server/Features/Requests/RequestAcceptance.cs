using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

/// <summary>
/// Accepts a request and makes its session in one transaction, or joins the live session the two have. However many accept at once,
/// there is one session and everybody gets the same answer.
/// </summary>
internal sealed class RequestAcceptance(MeetUpDb db, SessionBook book, TimeProvider clock)
{
    public Task<Results<Ok<RequestAccepted>, ProblemHttpResult>> AcceptAsync(Guid id, Guid userId, CancellationToken cancellationToken) =>
        db.DecideAsync(() => TryAsync(id, userId, cancellationToken));

    private async Task<Results<Ok<RequestAccepted>, ProblemHttpResult>?> TryAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        var ask = await db.RequestsOf(userId).FirstOrDefaultAsync(row => row.Id == id && row.ToUserId == userId, cancellationToken);
        if (ask is null)
        {
            return Problems.NotFound;
        }

        if (ask.Refuses(MeetRequestStatus.Accepted, clock.GetUtcNow()) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if ((ask.SessionId ?? await StartAsync(ask, cancellationToken)) is not { } sessionId)
        {
            return null;
        }

        var names = await db.NamesOfAsync([ask.FromUserId], cancellationToken);
        return TypedResults.Ok(new RequestAccepted("accepted", sessionId, ask.FromUserId, names.GetValueOrDefault(ask.FromUserId, "")));
    }

    /// <summary>The session the two are in from now on; null when something changed meanwhile and nothing was done.</summary>
    private async Task<Guid?> StartAsync(MeetAsk ask, CancellationToken cancellationToken)
    {
        var live = await book.FindOfPairAsync(ask.FromUserId, ask.ToUserId, cancellationToken);
        var now = clock.GetUtcNow();
        var fresh = live is null ? MeetSession.Between(ask.FromUserId, ask.ToUserId, now) : null;
        var sessionId = (live ?? fresh!).Id;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.TakeTurnAsync(ask.FromUserId, ask.ToUserId, cancellationToken);
        if (!await MarkAsync(ask, sessionId, now, cancellationToken)
            || (live is null
                ? await db.IsPairLiveAsync(ask.FromUserId, ask.ToUserId, cancellationToken)
                : !await HoldAsync(live, now, cancellationToken))
            || await db.IsBlockedEitherWayAsync(ask.FromUserId, ask.ToUserId, cancellationToken))
        {
            return null;
        }

        db.Record(now, AuditEvents.RequestAccepted, ask.ToUserId, sessionId, ask.Id);
        if (fresh is not null)
        {
            db.Sessions.Add(fresh);
            db.Record(now, AuditEvents.SessionCreated, ask.ToUserId, sessionId, ask.Id);
            db.Record(now, AuditEvents.SessionActivated, ask.ToUserId, sessionId, ask.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return sessionId;
    }

    private async Task<bool> MarkAsync(MeetAsk ask, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Requests
            .Where(row => row.Id == ask.Id && row.Status == MeetRequestStatus.Pending && row.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Status, MeetRequestStatus.Accepted)
                    .SetProperty(row => row.AnsweredAt, now)
                    .SetProperty(row => row.SessionId, sessionId),
                cancellationToken) == 1;

    /// <summary>Keeps the live session from ending until the transaction is through; coming together again also counts as activity.</summary>
    private async Task<bool> HoldAsync(MeetSession session, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Sessions
            .Where(row => row.Id == session.Id && row.Status == SessionStatus.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ActiveAt, now), cancellationToken) == 1;
}
