namespace MeetUp.Server.State;

/// <summary>Where a session's "I'm here" stands after someone confirmed.</summary>
/// <param name="ConfirmedBy">Who has confirmed in this window, in order.</param>
/// <param name="ExpiresAt">When the window closes.</param>
/// <param name="Counted">Whether this call counted: the person had not confirmed in this window before.</param>
/// <param name="Complete">Both have confirmed.</param>
/// <param name="AllClose">Every counted confirmation was made while <c>can_confirm</c> was true.</param>
internal sealed record Confirmation(IReadOnlyList<Guid> ConfirmedBy, DateTimeOffset ExpiresAt, bool Counted, bool Complete, bool AllClose);

/// <summary>
/// Decides in one place, for all instances, whether two people confirmed within <see cref="Contracts.ContractLimits.ConfirmWindowSeconds"/> of the first of them.
/// Promises: of any number of confirmations at once, exactly one sees the window become complete by counting.
/// </summary>
internal interface IConfirmWindows
{
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Who is there.</param>
    /// <param name="close">Whether <c>can_confirm</c> was true for them.</param>
    /// <param name="cancellationToken">Gives up waiting; the confirmation may count all the same.</param>
    ValueTask<Confirmation> ConfirmAsync(Guid sessionId, Guid userId, bool close, CancellationToken cancellationToken);

    /// <summary>Where the session's open window stands; null when nobody has confirmed in time.</summary>
    ValueTask<Confirmation?> FindAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>
    /// The session is over: its window is forgotten, and for a while none can be opened for it; a confirmation that comes too late does not
    /// count and finds nobody confirmed.
    /// </summary>
    ValueTask ForgetAsync(Guid sessionId, CancellationToken cancellationToken);
}
