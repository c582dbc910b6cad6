using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MeetUp.Contracts;

namespace MeetUp.Server.State;

/// <summary>Tickets of a server that is its only instance. Old ones are swept when new ones are issued, so nothing has to run for them.</summary>
internal sealed class InProcessTickets(TimeProvider clock) : ITickets
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(ContractLimits.TicketLifetimeSeconds);

    private readonly ConcurrentDictionary<UInt128, Issued> _tickets = [];
    private readonly ConcurrentQueue<Issued> _byAge = [];

    private sealed record Issued(UInt128 Hash, TicketGrant Grant, DateTimeOffset ExpiresAt);

    public ValueTask<string> IssueAsync(TicketGrant grant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        while (_byAge.TryPeek(out var oldest) && oldest.ExpiresAt < now && _byAge.TryDequeue(out oldest))
        {
            _tickets.TryRemove(oldest.Hash, out _);
        }

        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var issued = new Issued(HashOf(ticket), grant, now + Lifetime);
        _tickets[issued.Hash] = issued;
        _byAge.Enqueue(issued);
        return ValueTask.FromResult(ticket);
    }

    public ValueTask<TicketGrant?> RedeemAsync(string ticket, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_tickets.TryRemove(HashOf(ticket), out var issued) && clock.GetUtcNow() <= issued.ExpiresAt ? issued.Grant : null);

    /// <summary>Half of a SHA-256: of 256 random bits, 128 are still beyond guessing.</summary>
    private static UInt128 HashOf(string ticket)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(ticket), hash);
        return BitConverter.ToUInt128(hash);
    }
}
