using MeetUp.Contracts.Auth;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Auth;

internal static class AuthEndpoints
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.AddSingleton<SigningKey>();
        services.AddSingleton<BuiltInIssuer>();
        services.AddSingleton<IAccessTokens, AccessTokens>();
        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
        services.AddAuthorization();
        return services;
    }

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/auth").WithTags("Auth");
        group.MapPost("/guest", SignInGuestAsync).WithName("SignInGuest");
    }

    private static async Task<Results<Created<TokenPair>, ProblemHttpResult>> SignInGuestAsync(
        GuestSignIn body, MeetUpDb db, BuiltInIssuer issuer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = body.DisplayName?.Trim() ?? "";
        if (name.Length is 0 or > 64)
        {
            return Problems.ValidationFailed("display_name", "1 to 64 characters.");
        }

        var now = clock.GetUtcNow();
        var person = new Person { Id = Guid.CreateVersion7(now), DisplayName = name, SearchName = name.ToUpperInvariant(), CreatedAt = now };
        db.Users.Add(person);
        db.Record(now, AuditEvents.UserCreated, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        var token = issuer.Issue(person.Id, name);
        return TypedResults.Created(
            (string?)null, new TokenPair(token, "bearer", (int)BuiltInIssuer.Lifetime.TotalSeconds, "", person.ToRef()));
    }
}
