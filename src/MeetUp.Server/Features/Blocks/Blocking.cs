using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Sessions;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Blocks;

/// <summary>
/// Puts a block between two people and takes away what is under way: their live session ends, what the blocked asked never arrives,
/// what the blocker asked is cancelled. Doing it again changes nothing.
/// </summary>
internal sealed class Blocking(MeetUpDb db, SessionEnding ending, TimeProvider clock)
{
    /// <summary>False when there is no such person.</summary>
    public async Task<bool> BlockAsync(Guid blockerId, Guid blockedId, CancellationToken cancellationToken)
    {
        if (await db.DecideAsync(() => TryStoreAsync(blockerId, blockedId, cancellationToken)) is not { Known: true })
        {
            return false;
        }

        // After the block is stored: whoever starts a session from now on sees it, and what started before is found here.
        var pairKey = MeetSession.PairKeyOf(blockerId, blockedId);
        var together = await db.Sessions.Where(session => session.PairKey == pairKey && session.Status != SessionStatus.Ended)
            .Select(session => session.Id).ToListAsync(cancellationToken);
        foreach (var sessionId in together)
        {
            await ending.EndAsync(sessionId, EndReason.UserAction, blockerId, cancellationToken);
        }

        return true;
    }

    public async Task UnblockAsync(Guid blockerId, Guid blockedId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Blocks.Where(block => block.BlockerId == blockerId && block.BlockedId == blockedId).ExecuteDeleteAsync(cancellationToken) == 1)
        {
            db.Record(clock.GetUtcNow(), AuditEvents.UserUnblocked, blockerId, subjectId: blockedId);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<Stored?> TryStoreAsync(Guid blockerId, Guid blockedId, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(person => person.Id == blockedId, cancellationToken))
        {
            return new Stored(Known: false);
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.TakeTurnAsync(blockerId, blockedId, cancellationToken);
        if (!await db.Blocks.AnyAsync(block => block.BlockerId == blockerId && block.BlockedId == blockedId, cancellationToken))
        {
            db.Blocks.Add(new Block { BlockerId = blockerId, BlockedId = blockedId, CreatedAt = now });
            db.Record(now, AuditEvents.UserBlocked, blockerId, subjectId: blockedId);
            await db.SaveChangesAsync(cancellationToken);
        }

        await WithdrawRequestsAsync(blockerId, blockedId, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Stored(Known: true);
    }

    private async Task WithdrawRequestsAsync(Guid blockerId, Guid blockedId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Requests
            .Where(ask => ask.FromUserId == blockedId && ask.ToUserId == blockerId && ask.Status == MeetRequestStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(ask => ask.Hidden, true), cancellationToken);

        var own = await db.Requests
            .Where(ask => ask.FromUserId == blockerId && ask.ToUserId == blockedId && ask.Status == MeetRequestStatus.Pending && ask.ExpiresAt > now)
            .Select(ask => ask.Id).ToListAsync(cancellationToken);
        foreach (var id in own)
        {
            var cancelled = await db.Requests.Where(ask => ask.Id == id && ask.Status == MeetRequestStatus.Pending)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(ask => ask.Status, MeetRequestStatus.Cancelled).SetProperty(ask => ask.AnsweredAt, now),
                    cancellationToken);
            if (cancelled == 1)
            {
                db.Record(now, AuditEvents.RequestCancelled, blockerId, subjectId: id);
            }
        }
    }

    private sealed record Stored(bool Known);
}
