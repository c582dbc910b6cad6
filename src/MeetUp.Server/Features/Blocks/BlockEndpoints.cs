using System.Security.Claims;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Blocks;

internal static class BlockEndpoints
{
    public static IServiceCollection AddBlocks(this IServiceCollection services) => services.AddScoped<Blocking>();

    public static void MapBlocks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/users").WithTags("Blocks");
        group.MapGet("/blocked", GetBlockedAsync).WithName("GetBlockedUsers")
            .WithSummary("Whom the caller has blocked.");
        group.MapPut("/{id:guid}/block", BlockAsync).WithName("BlockUser")
            .WithSummary("Blocks a person without a word to them, and ends a live session with them.")
            .Refuses(Problems.CannotBlockSelf);
        group.MapDelete("/{id:guid}/block", UnblockAsync).WithName("UnblockUser")
            .WithSummary("Takes a block back.")
            .Refuses(Problems.CannotBlockSelf);
    }

    private static async Task<Ok<IReadOnlyList<PersonRef>>> GetBlockedAsync(
        ClaimsPrincipal caller, MeetUpDb db, CancellationToken cancellationToken)
    {
        var me = caller.UserId;
        return TypedResults.Ok<IReadOnlyList<PersonRef>>(await db.Users
            .Where(person => db.Blocks.Any(block => block.BlockerId == me && block.BlockedId == person.Id))
            .OrderBy(person => person.SearchName).ThenBy(person => person.Id)
            .Select(person => new PersonRef(person.Id, person.DisplayName))
            .ToListAsync(cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> BlockAsync(
        Guid id, ClaimsPrincipal caller, Blocking blocking, CancellationToken cancellationToken)
    {
        if (id == caller.UserId)
        {
            return Problems.CannotBlockSelf;
        }

        return await blocking.BlockAsync(caller.UserId, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UnblockAsync(
        Guid id, ClaimsPrincipal caller, MeetUpDb db, Blocking blocking, CancellationToken cancellationToken)
    {
        if (id == caller.UserId)
        {
            return Problems.CannotBlockSelf;
        }

        if (!await db.Users.AnyAsync(person => person.Id == id, cancellationToken))
        {
            return Problems.NotFound;
        }

        await blocking.UnblockAsync(caller.UserId, id, cancellationToken);
        return TypedResults.NoContent();
    }
}
