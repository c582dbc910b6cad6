using System.Linq.Expressions;
using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

/// <summary>Rejects or cancels a request, once; the same again gets the same answer.</summary>
internal sealed class RequestClosing(MeetUpDb db, TimeProvider clock)
{
    public Task<Results<Ok<RequestClosed>, ProblemHttpResult>> RejectAsync(Guid id, Guid userId, CancellationToken cancellationToken) =>
        CloseAsync(
            ask => ask.Id == id && ask.ToUserId == userId,
            userId, MeetRequestStatus.Rejected, AuditEvents.RequestRejected, new RequestClosed("rejected"), cancellationToken);

    public Task<Results<Ok<RequestClosed>, ProblemHttpResult>> CancelAsync(Guid id, Guid userId, CancellationToken cancellationToken) =>
        CloseAsync(
            ask => ask.Id == id && ask.FromUserId == userId,
            userId, MeetRequestStatus.Cancelled, AuditEvents.RequestCancelled, new RequestClosed("cancelled"), cancellationToken);

    private Task<Results<Ok<RequestClosed>, ProblemHttpResult>> CloseAsync(
        Expression<Func<MeetAsk, bool>> theirs, Guid userId, MeetRequestStatus answer, string audit, RequestClosed closed,
        CancellationToken cancellationToken) =>
        db.DecideAsync<Results<Ok<RequestClosed>, ProblemHttpResult>>(async () =>
        {
            if (await db.RequestsOf(userId).FirstOrDefaultAsync(theirs, cancellationToken) is not { } ask)
            {
                return Problems.NotFound;
            }

            if (ask.Refuses(answer, clock.GetUtcNow()) is { } refusal)
            {
                return refusal.ToProblem();
            }

            if (ask.Status != answer && !await MarkAsync(ask, userId, answer, audit, cancellationToken))
            {
                return null;
            }

            return TypedResults.Ok(closed);
        });

    private async Task<bool> MarkAsync(MeetAsk ask, Guid userId, MeetRequestStatus answer, string audit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Requests
            .Where(row => row.Id == ask.Id && row.Status == MeetRequestStatus.Pending && row.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Status, answer).SetProperty(row => row.AnsweredAt, now), cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        db.Record(now, audit, userId, subjectId: ask.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
