using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

/// <summary>Gives whoever calls for the first time their row: exactly one, however many first calls come at once.</summary>
internal sealed class Arrivals(Func<MeetUpDb> openDb, TimeProvider clock)
{
    public async Task EnsureAsync(AccessIdentity identity, CancellationToken cancellationToken)
    {
        await using var db = openDb();
        var stored = await db.Users.Where(person => person.Id == identity.UserId)
            .Select(person => new { person.Email }).FirstOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            await TryAddAsync(db, identity, DisplayNames.Nearest(identity.DisplayName), discoverable: null, cancellationToken);
        }
        else if (identity.Email is { } email && email != stored.Email)
        {
            await db.Users.Where(person => person.Id == identity.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(person => person.Email, email), cancellationToken);
        }
    }

    /// <summary>Makes the row; null when another call was faster.</summary>
    public async Task<Person?> TryAddAsync(
        MeetUpDb db, AccessIdentity identity, string displayName, bool? discoverable, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.AnyAsync(row => row.Id == identity.UserId, cancellationToken))
        {
            return null;
        }

        var person = Person.New(identity.UserId, displayName, identity.Email, discoverable ?? !identity.IsGuest, now);
        db.Users.Add(person);
        db.Record(now, AuditEvents.UserCreated, person.Id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return person;
        }
        catch (Exception exception) when (db.IsConflict(exception))
        {
            db.ChangeTracker.Clear();
            return null;
        }
    }
}
