namespace MeetUp.Server.Realtime.Timing;

/// <summary>
/// Something that has to happen later. It is its own entry in the wheel, so waiting allocates nothing.
/// An entry is armed for one moment at a time: the earliest anyone asked for.
/// </summary>
internal abstract class Timed
{
    /// <summary>Guarded by the wheel.</summary>
    internal Timed? Previous;

    /// <inheritdoc cref="Previous"/>
    internal Timed? Next;

    /// <summary>Guarded by the wheel: the tick it is linked under, or −1.</summary>
    internal long DueTick = -1;

    /// <summary>
    /// Called at or a little after the moment it was armed for, never twice at once and never under the wheel's lock.
    /// It may come early for what the entry really waits for: look at the clock, do what is due, and return when to be called next, or null.
    /// </summary>
    protected internal abstract DateTimeOffset? OnDue(DateTimeOffset now);
}
