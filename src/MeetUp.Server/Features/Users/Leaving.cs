using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

/// <summary>Deletes an account: live sessions end for both, then the person goes with their requests, blocks and sign-ins. History keeps no name.</summary>
internal sealed class Leaving(MeetUpDb db, SessionEnding ending, LiveSessions live, TimeProvider clock)
{
    public async Task LeaveAsync(Guid userId, CancellationToken cancellationToken)
    {
        await EndSessionsAsync(userId, cancellationToken);
        await db.RepeatAsync(() => DeleteAsync(userId, cancellationToken));
        live.Revoke(userId);

        // One may have begun while the person was still there.
        await EndSessionsAsync(userId, cancellationToken);
    }

    private async Task DeleteAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.Where(person => person.Id == userId).ExecuteDeleteAsync(cancellationToken) == 1)
        {
            db.Record(clock.GetUtcNow(), AuditEvents.UserDeleted, userId);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task EndSessionsAsync(Guid userId, CancellationToken cancellationToken)
    {
        var sessions = await db.SessionsOf(userId).Where(session => session.Status != SessionStatus.Ended)
            .Select(session => session.Id).ToListAsync(cancellationToken);
        foreach (var sessionId in sessions)
        {
            await ending.EndAsync(sessionId, EndReason.UserAction, userId, cancellationToken);
        }
    }
}
