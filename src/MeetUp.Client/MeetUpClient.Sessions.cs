using MeetUp.Client.Rest;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Client;

public sealed partial class MeetUpClient
{
    /// <summary>Opens a PENDING session with this person alone in it.</summary>
    /// <param name="expiresIn">Its time limit in seconds, 900–86,400; null for 7,200.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.ValidationFailed"/>.</exception>
    public Task<Session> CreateSessionAsync(int? expiresIn = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            Post("sessions").With(new CreateSession(expiresIn), ContractsJson.Default.CreateSession),
            ContractsJson.Default.Session, cancellationToken);

    /// <summary>This person's PENDING and ACTIVE sessions, newest first.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<SessionList> GetActiveSessionsAsync(CancellationToken cancellationToken = default) =>
        SendAsync(Get("sessions/active"), ContractsJson.Default.SessionList, cancellationToken);

    /// <summary>One session this person is or was in.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task<Session> GetSessionAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(Get($"sessions/{sessionId}"), ContractsJson.Default.Session, cancellationToken);

    /// <summary>What a socket would say first: both people and their last fixes; without any place once it has ended.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task<SessionSnapshot> GetSnapshotAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(Get($"sessions/{sessionId}/snapshot"), ContractsJson.Default.SessionSnapshot, cancellationToken);

    /// <summary>A page of ended sessions: who, when, how long, why; never where.</summary>
    /// <param name="cursor">The <c>next_cursor</c> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<PastSessionPage> GetHistoryAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            Get(cursor is null ? "sessions/history" : "sessions/history?cursor=" + Uri.EscapeDataString(cursor)),
            ContractsJson.Default.PastSessionPage, cancellationToken);

    /// <summary>Ends a session for both; nothing happens if it has ended.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task EndSessionAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(Delete($"sessions/{sessionId}"), cancellationToken);

    /// <summary>"I'm here", over HTTP: says at once whether it waits for the peer or ended the session.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="manual">Works at any distance; the session then ends as MANUAL_CONFIRM.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotCloseEnough"/>, <see cref="ErrorCodes.SessionNotActive"/>,
    /// <see cref="ErrorCodes.NotFound"/>.</exception>
    public Task<ImHereResult> ImHereAsync(Guid sessionId, bool manual = false, CancellationToken cancellationToken = default) =>
        SendAsync(
            Post($"sessions/{sessionId}/im-here").With(new ImHere(manual), ContractsJson.Default.ImHere),
            ContractsJson.Default.ImHereResult, cancellationToken);

    /// <summary>One fix over HTTP, for when no socket is open. Never repeated: a fix that did not arrive is an old one.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="fix">Later than the last one, at most 10 a second.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.InvalidLocation"/> with a reason, <see cref="ErrorCodes.SharingPaused"/>,
    /// <see cref="ErrorCodes.RateLimitExceeded"/>, <see cref="ErrorCodes.SessionNotActive"/>, <see cref="ErrorCodes.NotFound"/>.</exception>
    public Task SendFixAsync(Guid sessionId, LocationUpdate fix, CancellationToken cancellationToken = default) =>
        SendAsync(
            (Post($"sessions/{sessionId}/location") with { IdempotencyKey = null, Repeat = Repeat.Never }).With(fix, ContractsJson.Default.LocationUpdate),
            cancellationToken);

    /// <summary>A single-use pass of 20 seconds to open one socket; <see cref="JoinLive"/> gets its own.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>, <see cref="ErrorCodes.SessionNotActive"/>.</exception>
    public Task<SocketTicket> CreateSocketTicketAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(TicketCall(sessionId), ContractsJson.Default.SocketTicket, cancellationToken);

    /// <summary>A ticket for the live session, whose own backoff does the repeating.</summary>
    internal Task<SocketTicket> TryTicketAsync(Guid sessionId, CancellationToken cancellationToken) =>
        SendAsync(TicketCall(sessionId) with { Repeat = Repeat.Never }, ContractsJson.Default.SocketTicket, cancellationToken);

    /// <summary>Without a key: a repeated call should give a fresh ticket, not one that may be spent.</summary>
    private RestCall TicketCall(Guid sessionId) => Post($"sessions/{sessionId}/ws-ticket") with { IdempotencyKey = null };
}
