using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>Ends sessions from the live side: once in the database, then told to everyone, tried again for as long as the database is away.</summary>
internal sealed class Endings(ISessionBus bus, TimeProvider clock)
{
    /// <summary>
    /// The end as it was stored, which may be an earlier one than this. Fails when that cannot be soon; the end is then still on its way.
    /// </summary>
    public Task<SessionEnd> EndAsync(SessionRoom room, EndReason reason, Guid? actorId) => room.EndOnceAsync(async (gate, cancellationToken) =>
    {
        var end = await gate.EndAsync(room.SessionId, reason, actorId, cancellationToken)
            ?? new SessionEnd(Won: false, reason, clock.GetUtcNow());
        bus.Publish(new SessionOver(room.SessionId, end.Reason, end.EndedAt));
        return end;
    });
}
