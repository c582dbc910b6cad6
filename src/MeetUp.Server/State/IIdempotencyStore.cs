namespace MeetUp.Server.State;

/// <summary>An answer kept to be given again.</summary>
internal sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>What became of a claim.</summary>
internal enum ClaimStatus
{
    /// <summary>The caller does the work, and must complete or abandon.</summary>
    Yours,

    /// <summary>The work was done; here is its answer.</summary>
    Answered,

    /// <summary>The key was used for something else.</summary>
    OtherBody,

    /// <summary>Someone is at it, and was so for longer than the caller would wait.</summary>
    Busy,
}

/// <summary>A claim's outcome; <paramref name="Answer"/> comes with <see cref="ClaimStatus.Answered"/>.</summary>
internal readonly record struct IdempotencyClaim(ClaimStatus Status, StoredAnswer? Answer = null);

/// <summary>
/// Decides, for all instances, who does the work behind an <c>Idempotency-Key</c>: claim, then complete or abandon. Promises: of any number of
/// claims at once one is <see cref="ClaimStatus.Yours"/>; the others wait for its answer, or for their turn when it is abandoned.
/// Answers can hold tokens, so they are kept in memory only, never on a disk.
/// </summary>
internal interface IIdempotencyStore
{
    /// <param name="scope">Key, caller and route.</param>
    /// <param name="fingerprint">Tells one body from another.</param>
    /// <param name="patience">How long to wait for whoever is at it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IdempotencyClaim> ClaimAsync(string scope, byte[] fingerprint, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Stores the answer of a claim that was <see cref="ClaimStatus.Yours"/> and hands it to those who wait.</summary>
    ValueTask CompleteAsync(string scope, StoredAnswer answer, CancellationToken cancellationToken);

    /// <summary>Gives the claim up without an answer: the next one may try.</summary>
    ValueTask AbandonAsync(string scope, CancellationToken cancellationToken);
}
