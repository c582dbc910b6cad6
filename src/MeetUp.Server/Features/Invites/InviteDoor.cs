using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Sessions;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Invites;

/// <summary>What a token is worth to the person who holds it.</summary>
internal enum InviteStanding
{
    /// <summary>Unknown, spent, expired, of an ended session, or between people one of whom has blocked the other: not told apart.</summary>
    Dead,

    /// <summary>Good, but the session has its two people.</summary>
    Full,

    /// <summary>The holder is in the session, or in another live one with the inviter.</summary>
    AlreadyIn,

    /// <summary>Good to be redeemed.</summary>
    Open,
}

/// <summary>A token looked up. <paramref name="Invite"/> is null only when it is dead.</summary>
internal sealed record InviteFinding(InviteStanding Standing, Invitation? Invite = null, Guid SessionId = default);

/// <summary>Looks at a token on behalf of a person; spends nothing.</summary>
internal sealed class InviteDoor(MeetUpDb db, SessionBook book, TimeProvider clock)
{
    private static readonly InviteFinding Dead = new(InviteStanding.Dead);

    public async Task<InviteFinding> LookAsync(string token, Guid userId, CancellationToken cancellationToken)
    {
        var hash = InviteToken.HashOf(token);

        // In one statement: an invite seen unspent beside a session seen full would get the wrong refusal.
        var found = await (
            from row in db.Invites.AsNoTracking()
            where row.TokenHash == hash
            join of in db.Sessions.Include(session => session.Seats.OrderBy(seat => seat.Number)) on row.SessionId equals of.Id
            select new { Invite = row, Session = of }).FirstOrDefaultAsync(cancellationToken);
        if (found is null || await book.AsOfNowAsync(found.Session, cancellationToken) is not { IsLive: true } session)
        {
            return Dead;
        }

        var invite = found.Invite;
        if (session.Has(userId))
        {
            return new InviteFinding(InviteStanding.AlreadyIn, invite, session.Id);
        }

        if (!invite.IsOpen(clock.GetUtcNow()) || await IsKeptOutAsync(session, userId, cancellationToken))
        {
            return Dead;
        }

        if (session.Status is SessionStatus.Active)
        {
            return new InviteFinding(InviteStanding.Full, invite, session.Id);
        }

        return await book.FindOfPairAsync(invite.InviterId, userId, cancellationToken) is { } other
            ? new InviteFinding(InviteStanding.AlreadyIn, invite, other.Id)
            : new InviteFinding(InviteStanding.Open, invite, session.Id);
    }

    private async Task<bool> IsKeptOutAsync(MeetSession session, Guid userId, CancellationToken cancellationToken)
    {
        foreach (var seat in session.Seats)
        {
            if (await db.IsBlockedEitherWayAsync(seat.UserId, userId, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
