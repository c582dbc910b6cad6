using System.Security.Claims;
using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

internal static class RequestEndpoints
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RequestOptions, RequestOptionsValidator>().BindConfiguration(RequestOptions.Section);
        services.AddScoped<RequestAsking>();
        services.AddScoped<RequestAcceptance>();
        services.AddScoped<RequestClosing>();
        return services;
    }

    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/requests").WithTags("Requests");
        group.MapPost("", AskAsync).WithName("CreateMeetRequest").WithLimit(Limit.MeetRequests)
            .WithSummary("Asks a person to meet; 200 with the live one where they were asked already.")
            .Refuses(Problems.NotFound, Problems.RequestAlreadyPending, Problems.CannotRequestSelf);
        group.MapGet("", RequestListing.ListAsync).WithName("GetMeetRequests")
            .WithSummary("The caller's requests, newest first.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetMeetRequest")
            .WithSummary("One request, to either of its two people.");
        group.MapPost("/{id:guid}/accept", AcceptAsync).WithName("AcceptMeetRequest")
            .WithSummary("Accepts: the session of the two, the same one every time.")
            .Refuses(Problems.RequestExpired, Problems.RequestAlreadyProcessed);
        group.MapPost("/{id:guid}/reject", RejectAsync).WithName("RejectMeetRequest")
            .WithSummary("Rejects, by its receiver.")
            .Refuses(Problems.RequestExpired, Problems.RequestAlreadyProcessed);
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelMeetRequest")
            .WithSummary("Takes it back, by its sender.")
            .Refuses(Problems.RequestExpired, Problems.RequestAlreadyProcessed);
    }

    private static async Task<Results<Created<MeetRequest>, Ok<MeetRequest>, ProblemHttpResult>> AskAsync(
        CreateMeetRequest body, HttpContext context, RestLimits limits, RequestAsking asking, CancellationToken cancellationToken)
    {
        var to = body.ToUserId!.Value;
        if (await limits.TakeAsync(context, Limit.MeetRequestsToOnePerson, cancellationToken, about: to.ToString()) is { } refusal)
        {
            return refusal;
        }

        return await asking.AskAsync(context.User.UserId, to, body.Message, cancellationToken);
    }

    private static async Task<Results<Ok<MeetRequest>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal caller, MeetUpDb db, TimeProvider clock, CancellationToken cancellationToken) =>
        await db.RequestsOf(caller.UserId).FirstOrDefaultAsync(ask => ask.Id == id, cancellationToken) is { } ask
            ? TypedResults.Ok((await db.ShowAsync([ask], clock.GetUtcNow(), cancellationToken))[0])
            : Problems.NotFound;

    private static Task<Results<Ok<RequestAccepted>, ProblemHttpResult>> AcceptAsync(
        Guid id, ClaimsPrincipal caller, RequestAcceptance acceptance, CancellationToken cancellationToken) =>
        acceptance.AcceptAsync(id, caller.UserId, cancellationToken);

    private static Task<Results<Ok<RequestClosed>, ProblemHttpResult>> RejectAsync(
        Guid id, ClaimsPrincipal caller, RequestClosing closing, CancellationToken cancellationToken) =>
        closing.RejectAsync(id, caller.UserId, cancellationToken);

    private static Task<Results<Ok<RequestClosed>, ProblemHttpResult>> CancelAsync(
        Guid id, ClaimsPrincipal caller, RequestClosing closing, CancellationToken cancellationToken) =>
        closing.CancelAsync(id, caller.UserId, cancellationToken);
}
