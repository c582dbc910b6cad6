using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// The sign-ins of guests, each a family of refresh tokens. Of any number of refreshes with one token exactly one gets through;
/// any other, also by an honest client that lost the answer, ends the sign-in, because it cannot be told from a thief.
/// </summary>
internal sealed class SignIns(MeetUpDb db, BuiltInIssuer issuer, LiveSessions live, TimeProvider clock, IOptions<AuthOptions> options)
{
    /// <summary>A new person, signed in.</summary>
    public async Task<TokenPair> BeginAsync(string displayName, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var person = Person.New(Guid.CreateVersion7(now), displayName, email: null, discoverable: false, now);
        db.Users.Add(person);
        db.Record(now, AuditEvents.UserCreated, person.Id);
        var pair = Extend(Guid.CreateVersion7(now), person.ToRef(), now);
        await db.SaveChangesAsync(cancellationToken);
        return pair;
    }

    /// <summary>Spends a refresh token for a new pair; null when it must be refused.</summary>
    public async Task<TokenPair?> RefreshAsync(string secret, CancellationToken cancellationToken)
    {
        if (RefreshToken.HashOf(secret) is not { } hash)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var spent = await db.RefreshTokens
            .Where(token => token.TokenHash == hash && token.SpentAt == null && token.RevokedAt == null && token.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.SpentAt, now), cancellationToken);
        if (await FindAsync(hash, cancellationToken) is not { } found)
        {
            return null;
        }

        if (spent == 0)
        {
            if (found.SpentAt is not null && await RevokeAsync(found, "REUSED", now, cancellationToken))
            {
                await transaction.CommitAsync(cancellationToken);
                live.Revoke(found.UserId);
            }

            return null;
        }

        var person = await db.Users.AsNoTracking().FirstAsync(row => row.Id == found.UserId, cancellationToken);
        var pair = Extend(found.FamilyId, person.ToRef(), now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return pair;
    }

    /// <summary>Ends the sign-in this token belongs to, spent or not; true also when that had happened before, false for an unknown token.</summary>
    public async Task<bool> EndAsync(string secret, CancellationToken cancellationToken)
    {
        if (RefreshToken.HashOf(secret) is not { } hash || await FindAsync(hash, cancellationToken) is not { } found)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await RevokeAsync(found, "SIGN_OUT", clock.GetUtcNow(), cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
            live.Revoke(found.UserId);
        }

        return true;
    }

    private Task<RefreshToken?> FindAsync(byte[] hash, CancellationToken cancellationToken) =>
        db.RefreshTokens.AsNoTracking().FirstOrDefaultAsync(token => token.TokenHash == hash, cancellationToken);

    private TokenPair Extend(Guid familyId, PersonRef person, DateTimeOffset now)
    {
        db.RefreshTokens.Add(RefreshToken.New(person.Id, familyId, now, options.Value.RefreshTokenDays, out var secret));
        return new TokenPair(issuer.Issue(person.Id, familyId), "bearer", options.Value.AccessTokenSeconds, secret, person);
    }

    private async Task<bool> RevokeAsync(RefreshToken ofFamily, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A refresh that is just being written is not in the first statement's view; it is in that of the next.
        var revoked = false;
        while (await db.RefreshTokens
            .Where(token => token.FamilyId == ofFamily.FamilyId && token.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, now), cancellationToken) > 0)
        {
            revoked = true;
        }

        if (revoked)
        {
            db.Record(now, AuditEvents.TokensRevoked, ofFamily.UserId, reason: reason);
            await db.SaveChangesAsync(cancellationToken);
        }

        return revoked;
    }
}
