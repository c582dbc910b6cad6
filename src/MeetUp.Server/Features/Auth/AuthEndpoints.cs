using MeetUp.Contracts.Auth;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Auth;

/// <summary>Sign-in without an account. All of it answers 404 where the built-in issuer is off.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/auth").WithTags("Auth").OnlyWithBuiltInIssuer();
        group.MapPost("/guest", SignInGuestAsync).WithName("SignInGuest").WithLimit(Limit.GuestSignIn)
            .WithSummary("Signs anyone in under a name, without an account.")
            .Refuses(Problems.NotFound);
        group.MapPost("/refresh", RefreshAsync).WithName("RefreshTokens")
            .WithSummary("Trades a refresh token for a new pair; one that was used before ends its whole family.")
            .Refuses(Problems.Unauthenticated, Problems.NotFound);
        group.MapPost("/sign-out", SignOutAsync).WithName("SignOut")
            .WithSummary("Ends the sign-in the refresh token belongs to.")
            .Refuses(Problems.Unauthenticated, Problems.NotFound);
    }

    /// <summary>The public half of the signing key, where other servers look for it.</summary>
    public static void MapPublicKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/.well-known").WithTags("Auth").OnlyWithBuiltInIssuer();
        group.MapGet("/jwks.json", GetPublicKeys).WithName("GetPublicKeys")
            .WithSummary("The keys the built-in issuer signs with, as a JSON Web Key Set.")
            .Refuses(Problems.NotFound);
    }

    private static async Task<Results<Created<TokenPair>, ProblemHttpResult>> SignInGuestAsync(
        GuestSignIn body, SignIns signIns, CancellationToken cancellationToken)
    {
        if (DisplayNames.Refuses(body.DisplayName, out var name) is { } refusal)
        {
            return Problems.ValidationFailed("display_name", refusal);
        }

        return TypedResults.Created((string?)null, await signIns.BeginAsync(name, cancellationToken));
    }

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> RefreshAsync(
        RefreshTokenBody body, SignIns signIns, HttpResponse response, CancellationToken cancellationToken) =>
        await signIns.RefreshAsync(body.RefreshToken!, cancellationToken) is { } pair
            ? TypedResults.Ok(pair)
            : response.Challenge();

    private static async Task<Results<NoContent, ProblemHttpResult>> SignOutAsync(
        RefreshTokenBody body, SignIns signIns, HttpResponse response, CancellationToken cancellationToken) =>
        await signIns.EndAsync(body.RefreshToken!, cancellationToken)
            ? TypedResults.NoContent()
            : response.Challenge();

    private static Ok<PublicKeySet> GetPublicKeys(SigningKey key, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=600";
        return TypedResults.Ok(key.Publish());
    }

    private static RouteGroupBuilder OnlyWithBuiltInIssuer(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            var (issuers, handle) = (endpoint.ApplicationServices.GetRequiredService<Issuers>(), endpoint.RequestDelegate!);
            endpoint.RequestDelegate = context => issuers.BuiltIn ? handle(context) : Problems.NotFound.ExecuteAsync(context);
        });
        return group;
    }
}
