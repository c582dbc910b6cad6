using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime;

namespace MeetUp.Server.Features.Sessions;

/// <summary>Ends a session from outside the socket: stored once, and whoever is connected is told by the caller that won.</summary>
internal sealed class SessionEnding(ISessionGate gate, LiveSessions live)
{
    public async ValueTask<SessionEnd?> EndAsync(Guid sessionId, EndReason reason, Guid? actorId, CancellationToken cancellationToken)
    {
        var end = await gate.EndAsync(sessionId, reason, actorId, cancellationToken);
        if (end is { Won: true })
        {
            live.SessionEnded(sessionId, end.Reason, end.EndedAt);
        }

        return end;
    }
}
