using MeetUp.Contracts;
using MeetUp.Contracts.Requests;

namespace MeetUp.Client;

/// <summary>Which requests to list.</summary>
public enum RequestDirection
{
    /// <summary>Those others sent.</summary>
    Incoming,

    /// <summary>Those this person sent.</summary>
    Outgoing,
}

public sealed partial class MeetUpClient
{
    /// <summary>Asks someone to meet; a live request of the same direction is returned again. At most 20 a minute, 5 an hour to one person.</summary>
    /// <param name="toUserId">Whom.</param>
    /// <param name="message">Up to 200 characters, or null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.RequestAlreadyPending"/> the other way, <see cref="ErrorCodes.CannotRequestSelf"/>,
    /// <see cref="ErrorCodes.NotFound"/>, <see cref="ErrorCodes.RateLimitExceeded"/>.</exception>
    public Task<MeetRequest> AskAsync(Guid toUserId, string? message = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            Post("requests").With(new CreateMeetRequest(toUserId, message), ContractsJson.Default.CreateMeetRequest),
            ContractsJson.Default.MeetRequest, cancellationToken);

    /// <summary>A page of requests, newest first.</summary>
    /// <param name="direction">Sent or received; null for both.</param>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="cursor">The <c>next_cursor</c> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<MeetRequestPage> GetRequestsAsync(
        RequestDirection? direction = null, MeetRequestStatus? status = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        List<string> query = [];
        if (direction is { } way)
        {
            query.Add("direction=" + (way is RequestDirection.Incoming ? "incoming" : "outgoing"));
        }

        if (status is { } only)
        {
            query.Add("status=" + only.ToString().ToUpperInvariant());
        }

        if (cursor is not null)
        {
            query.Add("cursor=" + Uri.EscapeDataString(cursor));
        }

        var path = query.Count is 0 ? "requests" : "requests?" + string.Join('&', query);
        return SendAsync(Get(path), ContractsJson.Default.MeetRequestPage, cancellationToken);
    }

    /// <summary>One request this person sent or received.</summary>
    /// <param name="requestId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task<MeetRequest> GetRequestAsync(Guid requestId, CancellationToken cancellationToken = default) =>
        SendAsync(Get($"requests/{requestId}"), ContractsJson.Default.MeetRequest, cancellationToken);

    /// <summary>Accepts a received request; both are in one session then. Accepting again gives the same answer.</summary>
    /// <param name="requestId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>, <see cref="ErrorCodes.RequestExpired"/>,
    /// <see cref="ErrorCodes.RequestAlreadyProcessed"/>.</exception>
    public Task<RequestAccepted> AcceptAsync(Guid requestId, CancellationToken cancellationToken = default) =>
        SendAsync(Post($"requests/{requestId}/accept"), ContractsJson.Default.RequestAccepted, cancellationToken);

    /// <summary>Turns a received request down.</summary>
    /// <param name="requestId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException">As for <see cref="AcceptAsync"/>.</exception>
    public Task<RequestClosed> RejectAsync(Guid requestId, CancellationToken cancellationToken = default) =>
        SendAsync(Post($"requests/{requestId}/reject"), ContractsJson.Default.RequestClosed, cancellationToken);

    /// <summary>Takes a sent request back.</summary>
    /// <param name="requestId">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException">As for <see cref="AcceptAsync"/>.</exception>
    public Task<RequestClosed> CancelAsync(Guid requestId, CancellationToken cancellationToken = default) =>
        SendAsync(Post($"requests/{requestId}/cancel"), ContractsJson.Default.RequestClosed, cancellationToken);
}
