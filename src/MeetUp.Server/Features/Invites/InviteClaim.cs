using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Http;
using MeetUp.Server.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Invites;

/// <summary>
/// Redeems an invite. However many try at once, one claims the token, takes the second seat and makes the session ACTIVE, all in one
/// transaction; everyone else looks again and finds it spent.
/// </summary>
internal sealed class InviteClaim(MeetUpDb db, InviteDoor door, ISessionGate gate, LiveSessions live, TimeProvider clock)
{
    public Task<Results<Ok<RedeemedInvite>, ProblemHttpResult>> RedeemAsync(string token, Guid userId, CancellationToken cancellationToken) =>
        db.DecideAsync(() => TryAsync(token, userId, cancellationToken));

    private async Task<Results<Ok<RedeemedInvite>, ProblemHttpResult>?> TryAsync(
        string token, Guid userId, CancellationToken cancellationToken)
    {
        switch (await door.LookAsync(token, userId, cancellationToken))
        {
            case { Standing: InviteStanding.Open, Invite: { } invite }:
                if (!await JoinAsync(invite, userId, cancellationToken))
                {
                    return null;
                }

                return TypedResults.Ok(new RedeemedInvite("joined", invite.SessionId));
            case { Standing: InviteStanding.AlreadyIn, SessionId: var sessionId }:
                return TypedResults.Ok(new RedeemedInvite("already_joined", sessionId));
            case { Standing: InviteStanding.Full }:
                return Problems.SessionFull;
            default:
                return Problems.InviteExpired;
        }
    }

    /// <summary>False when someone else got there first, with nothing changed.</summary>
    private async Task<bool> JoinAsync(Invitation invite, Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // The session before its invites, as whoever ends it does, so that the two cannot wait for each other.
            await db.TakeTurnAsync(invite.InviterId, userId, cancellationToken);
            if (await db.IsPairLiveAsync(invite.InviterId, userId, cancellationToken)
                || !await ActivateAsync(invite, userId, now, cancellationToken)
                || !await SpendAsync(invite, userId, now, cancellationToken)
                || await db.IsBlockedEitherWayAsync(invite.InviterId, userId, cancellationToken))
            {
                return false;
            }

            db.Seats.Add(new Seat { SessionId = invite.SessionId, Number = 2, UserId = userId, JoinedAt = now });
            db.Record(now, AuditEvents.InviteRedeemed, userId, invite.SessionId, invite.Id);
            db.Record(now, AuditEvents.SessionActivated, userId, invite.SessionId);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (await gate.FindAsync(invite.SessionId, userId, cancellationToken) is { Status: SessionStatus.Active } session)
        {
            live.SessionActivated(session);
        }

        return true;
    }

    private async Task<bool> SpendAsync(Invitation invite, Guid userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Invites
            .Where(row => row.Id == invite.Id && row.RedeemedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.RedeemedAt, now).SetProperty(row => row.RedeemedBy, userId), cancellationToken) == 1;

    private async Task<bool> ActivateAsync(Invitation invite, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pairKey = MeetSession.PairKeyOf(invite.InviterId, userId);
        return await db.Sessions
            .Where(session => session.Id == invite.SessionId && session.Status == SessionStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.Status, SessionStatus.Active)
                    .SetProperty(session => session.ActivatedAt, now)
                    .SetProperty(session => session.ActiveAt, now)
                    .SetProperty(session => session.PairKey, pairKey),
                cancellationToken) == 1;
    }
}
