using System.Buffers;
using System.IO.Pipelines;
using System.Security.Claims;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Http;
using MeetUp.Server.Realtime;
using MeetUp.Server.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Sessions;

/// <summary>The live side of a session over plain HTTP: for opening a socket, and for phones that have none right now.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sessions/{id:guid}").WithTags("Live");
        group.MapPost("/ws-ticket", IssueTicketAsync).WithName("IssueSocketTicket")
            .WithSummary("A pass that opens one socket of this session, within 20 seconds.");
        group.MapPost("/location", SendLocationAsync).WithName("SendLocation").Accepts<LocationUpdate>("application/json")
            .WithSummary("One fix without a socket, as a phone in the background sends it.")
            .Refuses(Problems.InvalidLocation(LocationRefusals.ImpossibleSpeed), Problems.SharingPaused, Problems.SessionNotActive);
        group.MapPost("/im-here", ConfirmAsync).WithName("ImHere")
            .WithSummary("Confirms having met; both within a minute end the session.")
            .Refuses(Problems.NotCloseEnough, Problems.SessionNotActive);
        group.MapGet("/snapshot", GetSnapshotAsync).WithName("GetSnapshot")
            .WithSummary("All there is to draw, as the first frame of a socket has it; after the end without any place.");
    }

    private static async Task<Results<Created<SocketTicket>, ProblemHttpResult>> IssueTicketAsync(
        Guid id, ClaimsPrincipal caller, ISessionGate gate, ITickets tickets, CancellationToken cancellationToken)
    {
        if (await gate.FindAsync(id, caller.UserId, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var ticket = await tickets.IssueAsync(new TicketGrant(caller.UserId, id, caller.TokenExpiresAt), cancellationToken);
        return TypedResults.Created((string?)null, new SocketTicket(ticket, ContractLimits.TicketLifetimeSeconds));
    }

    /// <summary>The body is read as bytes: the parser and the checks are those of the socket.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> SendLocationAsync(
        Guid id, HttpContext context, ClaimsPrincipal caller, ISessionGate gate, LiveSessions live, CancellationToken cancellationToken)
    {
        if (await gate.FindAsync(id, caller.UserId, cancellationToken) is not { } session)
        {
            return Problems.NotFound;
        }

        if (!context.Request.HasJsonContentType())
        {
            return Problems.UnsupportedMediaType;
        }

        var payload = await ReadPayloadAsync(context.Request.BodyReader, cancellationToken);
        await live.RefreshAsync(session, cancellationToken);
        var outcome = payload is null ? TooLong : live.AcceptFix(session, caller.UserId, payload);
        if (outcome.Code is null)
        {
            await live.ShareAsync(cancellationToken);
        }
        else if (outcome.Code == ErrorCodes.RateLimitExceeded)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return outcome.Code switch
        {
            null => TypedResults.Accepted((string?)null),
            ErrorCodes.RateLimitExceeded => Problems.RateLimitExceeded,
            ErrorCodes.InvalidLocation => Problems.InvalidLocation(outcome.Reason!),
            ErrorCodes.SharingPaused => Problems.SharingPaused,
            ErrorCodes.SessionNotActive => Problems.SessionNotActive,
            _ => Problems.InvalidPayload(outcome.Detail!),
        };
    }

    private static async Task<Results<Ok<ImHereResult>, ProblemHttpResult>> ConfirmAsync(
        Guid id, ImHere? body, ClaimsPrincipal caller, ISessionGate gate, LiveSessions live, CancellationToken cancellationToken)
    {
        if (await gate.FindAsync(id, caller.UserId, cancellationToken) is not { } session)
        {
            return Problems.NotFound;
        }

        await live.RefreshAsync(session, cancellationToken);
        var outcome = await live.ConfirmAsync(session, caller.UserId, body?.Manual == true, cancellationToken);
        return outcome.Status switch
        {
            ConfirmStatus.WaitingForPeer => TypedResults.Ok(new ImHereResult("waiting_for_peer", outcome.ExpiresAt)),
            ConfirmStatus.Ended => TypedResults.Ok(new ImHereResult("ended", Reason: outcome.Reason)),
            ConfirmStatus.NotCloseEnough => Problems.NotCloseEnough,
            ConfirmStatus.Unavailable => Problems.Unavailable,
            _ => Problems.SessionNotActive,
        };
    }

    private static async Task<Results<Ok<SessionSnapshot>, ProblemHttpResult>> GetSnapshotAsync(
        Guid id, ClaimsPrincipal caller, ISessionGate gate, LiveSessions live, CancellationToken cancellationToken)
    {
        if (await gate.FindAsync(id, caller.UserId, cancellationToken) is not { } session)
        {
            return Problems.NotFound;
        }

        await live.RefreshAsync(session, cancellationToken);
        return TypedResults.Ok(live.Snapshot(session, caller.UserId));
    }

    private static readonly FixOutcome TooLong =
        new(ErrorCodes.InvalidPayload, Detail: $"An update is at most {ContractLimits.MaxFrameBytes} bytes.");

    /// <summary>The whole body, or null when it is longer than any frame may be.</summary>
    private static async Task<byte[]?> ReadPayloadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(ContractLimits.MaxFrameBytes + 1, cancellationToken);
        var payload = read.Buffer.Length <= ContractLimits.MaxFrameBytes ? read.Buffer.ToArray() : null;
        body.AdvanceTo(read.Buffer.End);
        return payload;
    }
}
