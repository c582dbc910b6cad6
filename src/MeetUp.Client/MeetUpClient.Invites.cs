using MeetUp.Contracts;
using MeetUp.Contracts.Invites;

namespace MeetUp.Client;

public sealed partial class MeetUpClient
{
    /// <summary>An invite to this person's session, good once and for 15 minutes. At most 5 a minute.</summary>
    /// <param name="sessionId">A PENDING session.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.SessionFull"/>, <see cref="ErrorCodes.SessionNotActive"/>,
    /// <see cref="ErrorCodes.NotFound"/>, <see cref="ErrorCodes.RateLimitExceeded"/>.</exception>
    public Task<Invite> CreateInviteAsync(Guid sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(Post($"sessions/{sessionId}/invites"), ContractsJson.Default.Invite, cancellationToken);

    /// <summary>Who invites and until when; spends nothing. At most 20 a minute.</summary>
    /// <param name="inviteToken">From the link's fragment.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.InviteExpired"/>, <see cref="ErrorCodes.RateLimitExceeded"/>.</exception>
    public Task<ResolvedInvite> ResolveInviteAsync(string inviteToken, CancellationToken cancellationToken = default) =>
        SendAsync(
            (Post("invite/resolve") with { IdempotencyKey = null }).With(new InviteTokenBody(inviteToken), ContractsJson.Default.InviteTokenBody),
            ContractsJson.Default.ResolvedInvite, cancellationToken);

    /// <summary>Joins the session of an invite. At most 20 a minute.</summary>
    /// <param name="inviteToken">From the link's fragment.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.InviteExpired"/>, <see cref="ErrorCodes.SessionFull"/>,
    /// <see cref="ErrorCodes.RateLimitExceeded"/>.</exception>
    public Task<RedeemedInvite> RedeemInviteAsync(string inviteToken, CancellationToken cancellationToken = default) =>
        SendAsync(
            Post("invite/redeem").With(new InviteTokenBody(inviteToken), ContractsJson.Default.InviteTokenBody),
            ContractsJson.Default.RedeemedInvite, cancellationToken);
}
