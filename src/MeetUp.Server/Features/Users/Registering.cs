using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

/// <summary>
/// Makes a caller's row with what they chose. On a row that an earlier call made, it fills in what nobody has chosen yet, once: the name
/// if it is the default one, and whether to be found.
/// </summary>
internal sealed class Registering(MeetUpDb db, Arrivals arrivals)
{
    public Task<Registered> RegisterAsync(AccessIdentity identity, string displayName, bool? discoverable, CancellationToken cancellationToken) =>
        db.DecideAsync(() => TryAsync(identity, displayName, discoverable, cancellationToken));

    /// <summary>Null when the row appeared or went away meanwhile.</summary>
    private async Task<Registered?> TryAsync(
        AccessIdentity identity, string displayName, bool? discoverable, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(person => person.Id == identity.UserId, cancellationToken))
        {
            var made = await arrivals.TryAddAsync(db, identity, displayName, discoverable, cancellationToken);
            return made is null ? null : new Registered(made, New: true);
        }

        var (defaultName, searchName) = (DisplayNames.Default, SearchNames.Fold(displayName));
        await db.Users.Where(person => person.Id == identity.UserId && !person.Settled)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(person => person.SearchName, person => person.DisplayName == defaultName ? searchName : person.SearchName)
                    .SetProperty(person => person.DisplayName, person => person.DisplayName == defaultName ? displayName : person.DisplayName)
                    .SetProperty(person => person.Discoverable, person => discoverable ?? person.Discoverable)
                    .SetProperty(person => person.Settled, true),
                cancellationToken);
        var stored = await db.Users.AsNoTracking().FirstOrDefaultAsync(person => person.Id == identity.UserId, cancellationToken);
        return stored is null ? null : new Registered(stored, New: false);
    }
}

/// <summary>The caller's row, and whether this call made it.</summary>
internal sealed record Registered(Person Person, bool New);
