using System.Security.Claims;
using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using MeetUp.Server.Ops;
using MeetUp.Server.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Sessions;

internal static class SessionEndpoints
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SessionOptions, SessionOptionsValidator>().BindConfiguration(SessionOptions.Section);
        services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>().BindConfiguration(RetentionOptions.Section);
        services.AddSingleton<ISessionGate, SessionGate>();
        services.AddSingleton<SessionEnding>();
        services.AddScoped<SessionBook>();
        services.AddSingleton<Retention>();
        if (!DocumentBuild.IsRunning)
        {
            services.AddHostedService<LifecycleSweeper>();
        }

        return services;
    }

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sessions").WithTags("Sessions");
        group.MapPost("", CreateAsync).WithName("CreateSession")
            .WithSummary("Opens a PENDING session with the caller in it.");
        group.MapGet("/active", GetActiveAsync).WithName("GetActiveSessions")
            .WithSummary("The caller's PENDING and ACTIVE sessions.");
        group.MapGet("/history", SessionHistory.GetAsync).WithName("GetSessionHistory")
            .WithSummary("Ended sessions: who, when, how long and why, never where.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetSession")
            .WithSummary("One session of the caller.");
        group.MapDelete("/{id:guid}", EndAsync).WithName("EndSession")
            .WithSummary("Ends the session; again changes nothing.");
    }

    private static async Task<Created<Session>> CreateAsync(
        CreateSession? body, ClaimsPrincipal caller, MeetUpDb db, SessionBook book, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lifetime = TimeSpan.FromSeconds(body?.ExpiresIn ?? ContractLimits.DefaultSessionSeconds);
        var session = MeetSession.Open(caller.UserId, now, lifetime);
        db.Sessions.Add(session);
        db.Record(now, AuditEvents.SessionCreated, caller.UserId, session.Id);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/sessions/{session.Id}", (await book.ShowAsync([session], cancellationToken))[0]);
    }

    private static async Task<Ok<SessionList>> GetActiveAsync(
        ClaimsPrincipal caller, SessionBook book, CancellationToken cancellationToken)
    {
        var sessions = await book.LiveOfAsync(caller.UserId, cancellationToken);
        return TypedResults.Ok(new SessionList(await book.ShowAsync(sessions, cancellationToken)));
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal caller, SessionBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id, caller.UserId, cancellationToken) is { } session
            ? TypedResults.Ok((await book.ShowAsync([session], cancellationToken))[0])
            : Problems.NotFound;

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, ClaimsPrincipal caller, SessionBook book, SessionEnding ending, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(id, caller.UserId, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        await ending.EndAsync(id, EndReason.UserAction, caller.UserId, cancellationToken);
        return TypedResults.NoContent();
    }
}
