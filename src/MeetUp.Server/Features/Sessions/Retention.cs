using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Sessions;

/// <summary>Deletes what is older than its retention, in batches, so that no statement holds a lock for long. Harmless on several instances at once.</summary>
internal sealed class Retention(
    Func<MeetUpDb> openDb, TimeProvider clock, IOptions<RetentionOptions> options, IOptions<SessionOptions> sessions)
{
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keep = options.Value;
        await using var db = openDb();

        var sessionsBefore = now.AddDays(-keep.SessionDays);
        await DeleteAsync(
            db.Sessions.Where(session => session.Status == SessionStatus.Ended && session.EndedAt < sessionsBefore).OrderBy(session => session.Id),
            cancellationToken);

        var requestsBefore = now.AddDays(-keep.RequestDays);
        await DeleteAsync(
            db.Requests.Where(ask => ask.Status != MeetRequestStatus.Pending && ask.ExpiresAt < requestsBefore).OrderBy(ask => ask.Id),
            cancellationToken);

        var invitesBefore = now.AddDays(-keep.InviteDays);
        await DeleteAsync(db.Invites.Where(invite => invite.ExpiresAt < invitesBefore).OrderBy(invite => invite.Id), cancellationToken);

        await DeleteAsync(db.RefreshTokens.Where(token => token.ExpiresAt < now).OrderBy(token => token.Id), cancellationToken);

        var auditBefore = now.AddDays(-keep.AuditDays);
        await DeleteAsync(db.Audit.Where(audit => audit.At < auditBefore).OrderBy(audit => audit.Id), cancellationToken);
    }

    private async Task DeleteAsync<T>(IQueryable<T> old, CancellationToken cancellationToken)
    {
        var batch = sessions.Value.SweepBatchSize;
        while (await old.Take(batch).ExecuteDeleteAsync(cancellationToken) == batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
