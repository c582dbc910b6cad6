using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>"I'm here" from either transport: whether it counts, what it leads to, and that both people see it.</summary>
internal sealed class Confirmations(IConfirmWindows windows, Endings endings, TimeProvider clock)
{
    public async ValueTask<ConfirmOutcome> ConfirmAsync(SessionRoom room, Member member, bool manual, CancellationToken cancellationToken)
    {
        if (!room.IsActive)
        {
            return new ConfirmOutcome(ConfirmStatus.NotActive);
        }

        if (room.Ending is { } ending)
        {
            return await OutcomeOfAsync(ending);
        }

        var close = room.CanConfirm(clock.GetUtcNow());
        if (!close && !manual)
        {
            return new ConfirmOutcome(ConfirmStatus.NotCloseEnough);
        }

        var confirmation = await windows.ConfirmAsync(room.SessionId, member.UserId, close, cancellationToken);
        if (confirmation.Counted)
        {
            room.StoredChanges.Add((gate, token) => gate.RecordConfirmedAsync(room.SessionId, member.UserId, !close, token));
        }

        if (!room.IsActive || confirmation.ConfirmedBy.Count == 0)
        {
            // It ended since the look above.
            return room.Ending is { } stored ? await OutcomeOfAsync(stored) : new ConfirmOutcome(ConfirmStatus.NotActive);
        }

        if (confirmation.Counted)
        {
            room.ShowConfirmations(new ImHereUpdate(confirmation.ConfirmedBy, confirmation.ExpiresAt));
        }

        if (!confirmation.Complete)
        {
            return new ConfirmOutcome(ConfirmStatus.WaitingForPeer, confirmation.ExpiresAt);
        }

        var reason = confirmation.AllClose ? EndReason.ProximityReached : EndReason.ManualConfirm;
        return await OutcomeOfAsync(endings.EndAsync(room, reason, member.UserId));
    }

    private static async ValueTask<ConfirmOutcome> OutcomeOfAsync(Task<SessionEnd> ending)
    {
        try
        {
            return new ConfirmOutcome(ConfirmStatus.Ended, Reason: (await ending).Reason);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Logged where it is tried again.
            return new ConfirmOutcome(ConfirmStatus.Unavailable);
        }
    }
}
