using System.Security.Claims;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Limits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

internal static class UserEndpoints
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddSingleton<Arrivals>();
        services.AddScoped<Registering>();
        services.AddScoped<Leaving>();
        return services;
    }

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/users").WithTags("Users");
        group.MapPost("/register", RegisterAsync).WithName("RegisterUser").WithMetadata(new MakesOwnRow())
            .WithSummary("Makes the caller's row with a name of their choosing; 200 where an earlier call had made it.");
        group.MapGet("/me", GetMeAsync).WithName("GetMe")
            .WithSummary("The caller's own row.")
            .Refuses(Problems.NotFound);
        group.MapPatch("/me", UpdateMeAsync).WithName("UpdateMe")
            .WithSummary("Changes the caller's name, or whether others can find them.")
            .Refuses(Problems.NotFound);
        group.MapDelete("/me", DeleteMeAsync).WithName("DeleteMe")
            .WithSummary("Ends live sessions and forgets the caller.");
        group.MapGet("/search", UserSearch.SearchAsync).WithName("SearchUsers").WithLimit(Limit.Search)
            .WithSummary("Finds people by a part of their name, at least two characters; at most 20.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetUser")
            .WithSummary("A person as anyone may see them.");
    }

    private static async Task<Results<Created<User>, Ok<User>, ProblemHttpResult>> RegisterAsync(
        RegisterUser body, HttpContext context, Registering registering, CancellationToken cancellationToken)
    {
        if (DisplayNames.Refuses(body.DisplayName, out var name) is { } refusal)
        {
            return Problems.ValidationFailed("display_name", refusal);
        }

        var identity = context.Features.GetRequiredFeature<AccessIdentity>();
        var registered = await registering.RegisterAsync(identity, name, body.Discoverable, cancellationToken);
        return registered.New
            ? TypedResults.Created("/api/v1/users/me", registered.Person.ToUser())
            : TypedResults.Ok(registered.Person.ToUser());
    }

    private static async Task<Results<Ok<OwnUser>, ProblemHttpResult>> GetMeAsync(
        ClaimsPrincipal caller, MeetUpDb db, CancellationToken cancellationToken) =>
        await db.Users.FindAsync([caller.UserId], cancellationToken) is { } person
            ? TypedResults.Ok(person.ToOwnUser())
            : Problems.NotFound;

    private static async Task<Results<Ok<OwnUser>, ProblemHttpResult>> UpdateMeAsync(
        UpdateUser body, ClaimsPrincipal caller, MeetUpDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = "";
        if (body.DisplayName is { } wanted && DisplayNames.Refuses(wanted, out name) is { } refusal)
        {
            return Problems.ValidationFailed("display_name", refusal);
        }

        if (await db.Users.FindAsync([caller.UserId], cancellationToken) is not { } person)
        {
            return Problems.NotFound;
        }

        if (body.DisplayName is not null)
        {
            person.Rename(name);
        }

        person.Discoverable = body.Discoverable ?? person.Discoverable;
        person.Settled |= body is not { DisplayName: null, Discoverable: null };
        if (db.ChangeTracker.HasChanges())
        {
            db.Record(clock.GetUtcNow(), AuditEvents.UserUpdated, person.Id);
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.Ok(person.ToOwnUser());
    }

    private static async Task<NoContent> DeleteMeAsync(ClaimsPrincipal caller, Leaving leaving, CancellationToken cancellationToken)
    {
        await leaving.LeaveAsync(caller.UserId, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PersonRef>, ProblemHttpResult>> GetAsync(Guid id, MeetUpDb db, CancellationToken cancellationToken) =>
        await db.Users.Where(person => person.Id == id).Select(person => new PersonRef(person.Id, person.DisplayName))
            .FirstOrDefaultAsync(cancellationToken) is { } person
            ? TypedResults.Ok(person)
            : Problems.NotFound;
}
