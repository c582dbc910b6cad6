using System.Text.Json;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Sessions;

/// <summary>
/// What is stored about sessions, for the realtime side. Safe to call from anywhere at once: every change is a conditional
/// statement, with its audit row in the same transaction.
/// </summary>
internal sealed class SessionGate(Func<MeetUpDb> openDb, TimeProvider clock) : ISessionGate
{
    /// <summary>The audit row of a confirmation made at any distance.</summary>
    public const string ManualReason = "MANUAL";

    private const int FewSeats = 50;

    public async ValueTask<SessionView?> FindAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = openDb();
        return await db.SessionsOf(userId).FirstOrDefaultAsync(session => session.Id == sessionId, cancellationToken) is { } found
            ? found.ToView(await db.NamesInAsync([found], cancellationToken))
            : null;
    }

    public async ValueTask<SessionEnd?> EndAsync(Guid sessionId, EndReason reason, Guid? actorId, CancellationToken cancellationToken)
    {
        await using var db = openDb();
        return await TryEndAsync(db, sessionId, reason, actorId, cancellationToken)
            ?? await StoredEndAsync(db, sessionId, cancellationToken);
    }

    public async ValueTask SavePausedAsync(Guid sessionId, Guid userId, bool paused, CancellationToken cancellationToken)
    {
        await using var db = openDb();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Seats
            .Where(seat => seat.SessionId == sessionId && seat.UserId == userId && seat.Paused != paused)
            .ExecuteUpdateAsync(set => set.SetProperty(seat => seat.Paused, paused), cancellationToken);
        if (changed == 1)
        {
            db.Record(clock.GetUtcNow(), paused ? AuditEvents.SharingPaused : AuditEvents.SharingResumed, userId, sessionId);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    public async ValueTask RecordConfirmedAsync(Guid sessionId, Guid userId, bool manual, CancellationToken cancellationToken)
    {
        await using var db = openDb();
        db.Record(clock.GetUtcNow(), AuditEvents.ImHereConfirmed, userId, sessionId, reason: manual ? ManualReason : null);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async ValueTask SaveActivityAsync(IReadOnlyList<SeatActivity> activity, CancellationToken cancellationToken)
    {
        await using var db = openDb();

        // In one order everywhere, so that two instances cannot wait for each other, and few at a time, so that nobody waits for long.
        foreach (var few in activity.OrderBy(seat => seat.SessionId).ThenBy(seat => seat.UserId).Chunk(FewSeats))
        {
            await SaveFewAsync(db, few, cancellationToken);
        }
    }

    private static async Task SaveFewAsync(MeetUpDb db, SeatActivity[] few, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (sessionId, userId, at) in few)
        {
            await db.Sessions.Where(session => session.Id == sessionId && session.ActiveAt < at)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.ActiveAt, at), cancellationToken);
            await db.Seats
                .Where(seat => seat.SessionId == sessionId && seat.UserId == userId && (seat.LastSeen == null || seat.LastSeen < at))
                .ExecuteUpdateAsync(set => set.SetProperty(seat => seat.LastSeen, at), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<SessionEnd?> TryEndAsync(
        MeetUpDb db, Guid sessionId, EndReason reason, Guid? actorId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await db.Sessions
            .Where(session => session.Id == sessionId && session.Status != SessionStatus.Ended)
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.Status, SessionStatus.Ended)
                    .SetProperty(session => session.EndReason, reason)
                    .SetProperty(session => session.EndedAt, now),
                cancellationToken);
        if (ended == 0)
        {
            return null;
        }

        await db.Invites
            .Where(invite => invite.SessionId == sessionId && invite.RedeemedAt == null && invite.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(invite => invite.ExpiresAt, now), cancellationToken);
        db.Record(now, AuditEvents.SessionEnded, actorId, sessionId, reason: JsonNamingPolicy.SnakeCaseUpper.ConvertName(reason.ToString()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SessionEnd(Won: true, reason, now);
    }

    private static async Task<SessionEnd?> StoredEndAsync(MeetUpDb db, Guid sessionId, CancellationToken cancellationToken) =>
        await db.Sessions.AsNoTracking().FirstOrDefaultAsync(session => session.Id == sessionId, cancellationToken)
            is { EndReason: { } reason, EndedAt: { } endedAt }
            ? new SessionEnd(Won: false, reason, endedAt)
            : null;
}
