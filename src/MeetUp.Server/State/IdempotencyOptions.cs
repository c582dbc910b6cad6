using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.State;

/// <summary>How answers are kept for repeated POSTs that carry an <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotencyOptions
{
    public const string Section = "MeetUp:Idempotency";

    /// <summary>How long an answer is kept, in seconds.</summary>
    [Range(1, 86_400)]
    public int LifetimeSeconds { get; set; } = 600;

    /// <summary>How long the second of two calls with one key waits for the first one's answer, in seconds, before it gets 503.</summary>
    [Range(1, 60)]
    public int PatienceSeconds { get; set; } = 10;

    /// <summary>How many answers are kept at most; the oldest go first.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntries { get; set; } = 20_000;

    /// <summary>How many bytes of answers are kept at most; the oldest go first.</summary>
    [Range(65_536, 1_073_741_824)]
    public int MaxBytes { get; set; } = 16_777_216;
}

[OptionsValidator]
internal sealed partial class IdempotencyOptionsValidator : IValidateOptions<IdempotencyOptions>;
