using MeetUp.Contracts.Realtime;

namespace MeetUp.Server.State;

/// <summary>What is known of a person of a session across instances. Prints no place.</summary>
/// <param name="UserId">Whose seat it is.</param>
/// <param name="InstanceId">Who holds their socket; null when nobody does, or the instance is gone.</param>
/// <param name="Arrival">The number of that connection: later ones are higher.</param>
/// <param name="Last">Their last fix, while it may be remembered.</param>
/// <param name="Seq">No number up to this may be given to a fix of theirs again.</param>
/// <param name="Gone">Their fixes up to this number are nobody's business any more.</param>
internal sealed record SeatRecord(Guid UserId, string? InstanceId, long Arrival, LastLocation? Last, long Seq, long Gone)
{
    public override string ToString() => $"{UserId} at {InstanceId}";
}

/// <summary>What is to be remembered of a person. Prints no place.</summary>
/// <param name="Last">Null when there is no last fix any more.</param>
/// <param name="Seq">The number of the last fix there was; 0 when that, too, is to be forgotten.</param>
/// <param name="Gone">As in <see cref="SeatRecord"/>.</param>
internal sealed record Memory(LastLocation? Last, long Seq, long Gone)
{
    public override string ToString() => $"{Seq}";
}

/// <summary>Whose last fix is to be remembered, asked when it is about to be written so that only the newest is.</summary>
internal interface IRemembered
{
    Guid SessionId { get; }

    Guid UserId { get; }

    Memory Memory { get; }
}

/// <summary>
/// Who is where, and what they last shared. Promises: what returns nothing never waits; last fixes are written at most once a second each,
/// kept <see cref="Contracts.ContractLimits.FixLifetimeSeconds"/> at most, and in memory only.
/// </summary>
internal interface IDirectory
{
    /// <summary>This instance, or null when it is the only one and there is nothing to look up.</summary>
    string? InstanceId { get; }

    /// <summary>What is known of everyone who was in the session.</summary>
    ValueTask<IReadOnlyList<SeatRecord>> LookAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>This instance has a person's socket from now on. Returns the number of the arrival and what was known before.</summary>
    ValueTask<(long Arrival, IReadOnlyList<SeatRecord> Before)> ArriveAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken);

    /// <summary>They are gone, unless they arrived elsewhere since.</summary>
    void Leave(Guid sessionId, Guid userId, long arrival);

    /// <summary>Their last fix changed; written within a second.</summary>
    void Remember(IRemembered person);

    /// <summary>Writes what is still to be remembered.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Their last fix is nobody's business any more; written at once, and never undone by what was to be remembered before.</summary>
    void Forget(IRemembered person);

    /// <summary>The session is over: nothing is known of anyone who was in it, on whichever instance they were.</summary>
    void ForgetAll(Guid sessionId);

    /// <summary>Whether this caller may have someone sent away so that a split session meets again: twice, then not for some minutes.</summary>
    ValueTask<bool> MayHealAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>Sets who is told that an instance is gone, with its id; that all others are out of reach, with null; that they are back.</summary>
    void Watch(Action<string?> lost, Action back);
}
