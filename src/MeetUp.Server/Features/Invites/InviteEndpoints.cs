using System.Security.Claims;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Invites;

internal static class InviteEndpoints
{
    public static IServiceCollection AddInvites(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InviteOptions, InviteOptionsValidator>().BindConfiguration(InviteOptions.Section);
        services.AddSingleton<InviteLinks>();
        services.AddScoped<InviteDoor>();
        services.AddScoped<InviteClaim>();
        return services;
    }

    public static void MapInvites(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Invites");
        group.MapPost("/sessions/{id:guid}/invites", CreateAsync).WithName("CreateInvite").WithLimit(Limit.InviteCreate)
            .WithSummary("A link that lets one more person in, for 15 minutes.")
            .Refuses(Problems.SessionFull, Problems.SessionNotActive);
        group.MapPost("/invite/resolve", ResolveAsync).WithName("ResolveInvite").WithLimit(Limit.InviteUse)
            .WithSummary("Who invites, and until when. Spends nothing.")
            .Refuses(Problems.InviteExpired, Problems.SessionFull);
        group.MapPost("/invite/redeem", RedeemAsync).WithName("RedeemInvite").WithLimit(Limit.InviteUse)
            .WithSummary("Joins the session of the invite and spends it.")
            .Refuses(Problems.InviteExpired, Problems.SessionFull);
    }

    private static async Task<Results<Created<Invite>, ProblemHttpResult>> CreateAsync(
        Guid id, ClaimsPrincipal caller, HttpRequest request, MeetUpDb db, SessionBook book, InviteLinks links, TimeProvider clock,
        IOptions<InviteOptions> options, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(id, caller.UserId, cancellationToken) is not { } session)
        {
            return Problems.NotFound;
        }

        if (session.Status is not SessionStatus.Pending)
        {
            return session.IsLive ? Problems.SessionFull : Problems.SessionNotActive;
        }

        var now = clock.GetUtcNow();
        var token = InviteToken.Make();
        var invite = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            SessionId = id,
            InviterId = caller.UserId,
            TokenHash = InviteToken.HashOf(token),
            CreatedAt = now,
            ExpiresAt = now.AddSeconds(options.Value.LifetimeSeconds),
        };
        db.Invites.Add(invite);
        db.Record(now, AuditEvents.InviteCreated, caller.UserId, id, invite.Id);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created(
            (string?)null, new Invite(token, links.UrlOf(token, request), InviteLinks.DeepLinkOf(token), options.Value.LifetimeSeconds));
    }

    private static async Task<Results<Ok<ResolvedInvite>, ProblemHttpResult>> ResolveAsync(
        InviteTokenBody body, ClaimsPrincipal caller, MeetUpDb db, InviteDoor door, CancellationToken cancellationToken)
    {
        switch (await door.LookAsync(body.Token!, caller.UserId, cancellationToken))
        {
            case { Standing: InviteStanding.Full }:
                return Problems.SessionFull;
            case { Standing: InviteStanding.Open or InviteStanding.AlreadyIn, Invite: { } invite }:
                var inviter = await db.Users.FirstAsync(person => person.Id == invite.InviterId, cancellationToken);
                return TypedResults.Ok(new ResolvedInvite(inviter.DisplayName, invite.ExpiresAt));
            default:
                return Problems.InviteExpired;
        }
    }

    private static Task<Results<Ok<RedeemedInvite>, ProblemHttpResult>> RedeemAsync(
        InviteTokenBody body, ClaimsPrincipal caller, InviteClaim claim, CancellationToken cancellationToken) =>
        claim.RedeemAsync(body.Token!, caller.UserId, cancellationToken);
}
