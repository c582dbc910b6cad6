using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Http;
using MeetUp.Server.Realtime.Rooms;
using MeetUp.Server.State;
using Microsoft.AspNetCore.Http.Features;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>Opens sockets. Whoever may not come in still gets a socket, with the reason on it: browsers cannot read a refused upgrade.</summary>
internal sealed class SocketEndpoint(
    Switchboard board, SessionRooms rooms, FrameDesk desk, Drain drain, AllowedOrigins origins, IAccessTokens tokens, ITickets tickets, ISessionGate gate)
{
    /// <summary>Sockets beyond the limit that may be open at once, just to be told so.</summary>
    private const int RefusalReserve = 200;

    private readonly int _limit = SocketLimit.Of(board.Options.MaxConnections);

    private sealed record Refusal(int Close, string Code, string Message);

    private sealed record Caller(Guid UserId, DateTimeOffset TokenExpiresAt);

    /// <summary>Straight from routing: every middleware on the way would keep its state for as long as the socket is open.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ws/meetup", (RequestDelegate)OpenAsync).ShortCircuit();

    private async Task OpenAsync(HttpContext context)
    {
        if (!Handshake.IsSocketRequest(context))
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketVersion = "13";
            await Problems.NotASocket.ExecuteAsync(context);
        }
        else if (!origins.Allows(context.Request))
        {
            await Problems.OriginNotAllowed.ExecuteAsync(context);
        }
        else if (drain.IsDraining || board.Counters.Open >= _limit + RefusalReserve)
        {
            // A proxy passes a refused opening on to another instance; one that was accepted stays here.
            await Problems.Unavailable.ExecuteAsync(context);
        }
        else
        {
            await ServeAsync(context);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        // Asking the database may block, which a thread that reads for everybody must not.
        await Task.Yield();
        var (refusal, caller, session) = await CheckAsync(context);
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var connection = new LiveConnection(board, await Handshake.AcceptAsync(context), lifetime);
        if (refusal is null && !rooms.For(session!).Join(caller!.UserId, new TokenWatch(caller.TokenExpiresAt), connection, desk))
        {
            refusal = Ended;
        }

        if (refusal is not null)
        {
            connection.SendError(refusal.Code, refusal.Message);
            connection.Close(refusal.Close);
        }

        await connection.RunAsync();
    }

    private async ValueTask<(Refusal? Refusal, Caller? Caller, SessionView? Session)> CheckAsync(HttpContext context)
    {
        if (board.Counters.Open >= _limit)
        {
            return (Unavailable, null, null);
        }

        if (!Guid.TryParseExact(context.Request.Query["session_id"], "D", out var sessionId))
        {
            return (new(CloseCodes.BadRequest, ErrorCodes.InvalidPayload, "session_id must be a UUID."), null, null);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(board.Options.JoinSeconds), board.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            // A database that has gone silent keeps even those that gave up on it: they are left behind.
            return await CheckAsync(context.Request, sessionId, either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            SocketLog.JoinFailed(board.Logger, exception);
            return (Unavailable, null, null);
        }
    }

    private async Task<(Refusal? Refusal, Caller? Caller, SessionView? Session)> CheckAsync(
        HttpRequest request, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await IdentifyAsync(request, sessionId, cancellationToken) is not { } caller)
        {
            return (new(CloseCodes.Unauthenticated, ErrorCodes.Unauthenticated, "A valid ticket or access token is needed."), null, null);
        }

        var found = await gate.FindAsync(sessionId, caller.UserId, cancellationToken);
        if (found is { Status: not SessionStatus.Ended })
        {
            await rooms.Neighbours.LookAsync(rooms.For(found), cancellationToken);
        }

        return found switch
        {
            null => (new(CloseCodes.NotFound, ErrorCodes.NotFound, "No such session for you."), caller, null),
            { Status: SessionStatus.Ended } => (Ended, caller, null),
            { } session => (null, caller, session),
        };
    }

    /// <summary>Who it is, by ticket, header, subprotocol or query, in this order of preference; null when that does not hold.</summary>
    private async ValueTask<Caller?> IdentifyAsync(HttpRequest request, Guid sessionId, CancellationToken cancellationToken)
    {
        if (request.Query["ticket"].ToString() is { Length: > 0 } ticket)
        {
            return await tickets.RedeemAsync(ticket, cancellationToken) is { } grant && grant.SessionId == sessionId
                ? StillGood(new Caller(grant.UserId, grant.TokenExpiresAt))
                : null;
        }

        var token = BearerOf(request) ?? Handshake.BearerOf(request) ?? request.Query["token"].ToString();
        return token.Length > 0 && await tokens.CheckAsync(token, cancellationToken) is { } identity
            ? StillGood(new Caller(identity.UserId, identity.ExpiresAt))
            : null;
    }

    private Caller? StillGood(Caller caller) => TokenWatch.IsOver(caller.TokenExpiresAt, board.Clock.GetUtcNow()) ? null : caller;

    private static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;

    private static readonly Refusal Ended = new(CloseCodes.SessionEnded, ErrorCodes.SessionNotActive, "The session has ended.");

    private static readonly Refusal Unavailable = new(CloseCodes.Overloaded, ErrorCodes.Unavailable, "The server cannot take you right now; try again.");
}
