using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Sessions;

/// <summary>How long what is over is kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "MeetUp:Retention";

    /// <summary>How many days an ended session stays in the history of its two people.</summary>
    [Range(1, 3_650)]
    public int SessionDays { get; set; } = 30;

    /// <summary>How many days a meet request stays listed once it was answered or has expired.</summary>
    [Range(1, 3_650)]
    public int RequestDays { get; set; } = 30;

    /// <summary>How many days the hash of an expired invite is kept, so that its own participants still get a friendly answer.</summary>
    [Range(1, 3_650)]
    public int InviteDays { get; set; } = 1;

    /// <summary>How many days audit events are kept.</summary>
    [Range(1, 3_650)]
    public int AuditDays { get; set; } = 90;

    /// <summary>How often old rows are looked for.</summary>
    [Range(1, 86_400)]
    public int EverySeconds { get; set; } = 3_600;
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
