namespace MeetUp.Server.State;

/// <summary>What a ticket lets its bearer do: open one socket to one session as one person, until the token it was asked for with runs out.</summary>
internal sealed record TicketGrant(Guid UserId, Guid SessionId, DateTimeOffset TokenExpiresAt);

/// <summary>
/// Single-use passes for browsers, which cannot send a header with a socket. Promises: of all who present a ticket one gets the grant,
/// on whichever instance; only a hash is kept.
/// </summary>
internal interface ITickets
{
    /// <summary>A fresh ticket, 256 random bits, good for <see cref="Contracts.ContractLimits.TicketLifetimeSeconds"/>.</summary>
    ValueTask<string> IssueAsync(TicketGrant grant, CancellationToken cancellationToken);

    /// <summary>Spends the ticket. Null when it is unknown, spent or too old.</summary>
    ValueTask<TicketGrant?> RedeemAsync(string ticket, CancellationToken cancellationToken);
}
