using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Realtime.Meeting;

/// <summary>What one confirmation did to the window.</summary>
internal enum ConfirmStep
{
    /// <summary>The first of a new window; the other person's is awaited.</summary>
    Opened,

    /// <summary>The same person again, or anyone once it was complete: nothing changed.</summary>
    Repeated,

    /// <summary>The other person's, in time: this one ends the session.</summary>
    Completed,
}

/// <summary>
/// "I'm here" from both people within <see cref="ContractLimits.ConfirmWindowSeconds"/> of the first, the very last moment included.
/// A value with five members, so that a store can keep it as one small row and decide with one script. Not safe for threads.
/// </summary>
internal struct ConfirmWindow
{
    /// <summary>Who opened it; null before anyone did.</summary>
    public Guid? First { get; private set; }

    /// <summary>The other person, once they confirmed in time.</summary>
    public Guid? Second { get; private set; }

    /// <summary>The last moment at which a confirmation counts into this window.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Every counted confirmation was made while <c>can_confirm</c> was true.</summary>
    public bool AllClose { get; private set; }

    /// <summary>How a session that ends by this window ended.</summary>
    public readonly EndReason Reason => AllClose ? EndReason.ProximityReached : EndReason.ManualConfirm;

    public readonly bool IsOpenAt(DateTimeOffset now) => First is not null && now <= ExpiresAt;

    /// <summary>Counts a confirmation. After its time a window, complete or not, makes room for a new one.</summary>
    /// <param name="userId">Who says they are there.</param>
    /// <param name="close">Whether <c>can_confirm</c> was true for them.</param>
    /// <param name="now">The server's clock.</param>
    public ConfirmStep Confirm(Guid userId, bool close, DateTimeOffset now)
    {
        if (!IsOpenAt(now))
        {
            this = new ConfirmWindow
            {
                First = userId,
                ExpiresAt = now.AddSeconds(ContractLimits.ConfirmWindowSeconds),
                AllClose = close,
            };
            return ConfirmStep.Opened;
        }

        if (userId == First || Second is not null)
        {
            return ConfirmStep.Repeated;
        }

        Second = userId;
        AllClose &= close;
        return ConfirmStep.Completed;
    }
}
