using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/users").WithTags("Users");
        group.MapGet("/me", GetMeAsync).WithName("GetMe");
    }

    private static async Task<Results<Ok<OwnUser>, ProblemHttpResult>> GetMeAsync(
        ClaimsPrincipal caller, MeetUpDb db, CancellationToken cancellationToken) =>
        await db.Users.FindAsync([caller.UserId], cancellationToken) is { } person
            ? TypedResults.Ok(person.ToOwnUser())
            : Problems.NotFound;
}
