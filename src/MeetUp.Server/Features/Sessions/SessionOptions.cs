using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Sessions;

/// <summary>How long sessions last when nobody ends them.</summary>
internal sealed class SessionOptions
{
    public const string Section = "MeetUp:Sessions";

    /// <summary>How long a session waits for its second person before it expires.</summary>
    [Range(1, 86_400)]
    public int PendingSeconds { get; set; } = 900;

    /// <summary>How long a session with nobody connected and no fix goes on before it expires.</summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 1_800;

    /// <summary>How often expired requests and sessions are looked for.</summary>
    [Range(1, 3_600)]
    public int SweepSeconds { get; set; } = 15;

    /// <summary>How many rows one step of a sweep touches at most.</summary>
    [Range(1, 10_000)]
    public int SweepBatchSize { get; set; } = 200;

    public TimeSpan Pending => TimeSpan.FromSeconds(PendingSeconds);

    public TimeSpan Idle => TimeSpan.FromSeconds(IdleSeconds);
}

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
