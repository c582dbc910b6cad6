using System.Security.Claims;
using MeetUp.Contracts;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

/// <summary>Finds people by a part of their name: those who want to be found, and nobody across a block.</summary>
internal static class UserSearch
{
    public static async Task<Results<Ok<IReadOnlyList<PersonRef>>, ProblemHttpResult>> SearchAsync(
        string? name, ClaimsPrincipal caller, MeetUpDb db, CancellationToken cancellationToken)
    {
        var sought = name?.Trim() ?? "";
        if (sought.EnumerateRunes().Count() < ContractLimits.MinSearchLength)
        {
            return Problems.ValidationFailed("name", "At least 2 characters.");
        }

        // No one is called that, and PostgreSQL would not even take a NUL.
        if (DisplayNames.Refuses(sought, out _) is not null)
        {
            return TypedResults.Ok<IReadOnlyList<PersonRef>>([]);
        }

        var (me, part) = (caller.UserId, SearchNames.Fold(sought));
        return TypedResults.Ok<IReadOnlyList<PersonRef>>(await db.Users
            .Where(person => person.Discoverable && person.Id != me && person.SearchName.Contains(part)
                && !db.Blocks.Any(block =>
                    (block.BlockerId == me && block.BlockedId == person.Id) || (block.BlockerId == person.Id && block.BlockedId == me)))
            .OrderBy(person => person.SearchName).ThenBy(person => person.Id)
            .Take(ContractLimits.MaxSearchRows)
            .Select(person => new PersonRef(person.Id, person.DisplayName))
            .ToListAsync(cancellationToken));
    }
}
