using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Requests;

/// <summary>
/// Sends a request, or finds the one that is waiting already. Two at the same moment, from one person or from both, end with one row:
/// a unique index says so, and the second looks again.
/// </summary>
internal sealed class RequestAsking(MeetUpDb db, TimeProvider clock, IOptions<RequestOptions> options)
{
    public async Task<Results<Created<MeetRequest>, Ok<MeetRequest>, ProblemHttpResult>> AskAsync(
        Guid from, Guid to, string? message, CancellationToken cancellationToken) =>
        from == to ? Problems.CannotRequestSelf : await db.DecideAsync(() => TryAsync(from, to, message, cancellationToken));

    private async Task<Results<Created<MeetRequest>, Ok<MeetRequest>, ProblemHttpResult>?> TryAsync(
        Guid from, Guid to, string? message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.TakeTurnAsync(from, to, cancellationToken);
        if (!await db.Users.AnyAsync(person => person.Id == to, cancellationToken) || await HasBlockedAsync(from, to, cancellationToken))
        {
            return Problems.NotFound;
        }

        var ask = MeetAsk.New(
            from, to, message, hidden: await HasBlockedAsync(to, from, cancellationToken), now, TimeSpan.FromSeconds(options.Value.LifetimeSeconds));
        var between = db.Requests.AsNoTracking().Where(row => row.PairKey == ask.PairKey);
        await db.ExpireAsync(between, now, limit: int.MaxValue, cancellationToken);
        var waiting = await between.Where(row => row.Status == MeetRequestStatus.Pending).ToListAsync(cancellationToken);
        if (waiting.Find(row => row.FromUserId == from) is { } same)
        {
            return TypedResults.Ok((await db.ShowAsync([same], now, cancellationToken))[0]);
        }

        if (!ask.Hidden && waiting.Exists(row => !row.Hidden))
        {
            return Problems.RequestAlreadyPending;
        }

        db.Requests.Add(ask);
        db.Record(now, AuditEvents.RequestCreated, from, subjectId: ask.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/requests/{ask.Id}", (await db.ShowAsync([ask], now, cancellationToken))[0]);
    }

    private Task<bool> HasBlockedAsync(Guid blocker, Guid blocked, CancellationToken cancellationToken) =>
        db.Blocks.AnyAsync(block => block.BlockerId == blocker && block.BlockedId == blocked, cancellationToken);
}
