using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MeetUp.Contracts;

namespace MeetUp.Server.State.Redis;

/// <summary>Tickets that any instance can redeem. While Redis is away they are good on the instance that issued them.</summary>
internal sealed class RedisTickets(RedisLink link, InProcessTickets own, TimeProvider clock) : ITickets
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(ContractLimits.TicketLifetimeSeconds);

    public async ValueTask<string> IssueAsync(TicketGrant grant, CancellationToken cancellationToken)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var value = string.Join(' ', grant.UserId, grant.SessionId, Ticks(grant.TokenExpiresAt), Ticks(clock.GetUtcNow() + Lifetime));
        try
        {
            await link.Keys.StringSetAsync(KeyOf(ticket), value, Lifetime).WaitAsync(cancellationToken);
            return ticket;
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            return await own.IssueAsync(grant, cancellationToken);
        }
    }

    public async ValueTask<TicketGrant?> RedeemAsync(string ticket, CancellationToken cancellationToken)
    {
        if (await own.RedeemAsync(ticket, cancellationToken) is { } issuedHere)
        {
            return issuedHere;
        }

        var value = (string?)await link.Keys.StringGetDeleteAsync(KeyOf(ticket)).WaitAsync(cancellationToken);
        return value?.Split(' ') is [var user, var session, var token, var until] && clock.GetUtcNow() <= Time(until)
            ? new TicketGrant(Guid.Parse(user), Guid.Parse(session), Time(token))
            : null;
    }

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private string KeyOf(string ticket)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
        return link.Key(hash, "ticket");
    }
}
