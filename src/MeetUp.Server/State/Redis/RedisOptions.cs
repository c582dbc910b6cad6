using System.ComponentModel.DataAnnotations;
using MeetUp.Server.Ops.Settings;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.State.Redis;

/// <summary>What to do about a Redis that writes its memory, and with it positions, to a disk.</summary>
internal enum PersistenceRule
{
    Refuse,
    Warn,
}

/// <summary>How instances use the Redis of <c>REDIS_URL</c> together.</summary>
internal sealed class RedisOptions
{
    public const string Section = "MeetUp:Redis";

    /// <summary>Begins every key and channel; instances that belong together have the same one.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9_.-]{1,64}")]
    public string Prefix { get; set; } = "meetup";

    /// <summary>Whether a Redis whose save or appendonly is on stops the start, or is only warned of.</summary>
    [EnumDataType(typeof(PersistenceRule))]
    public PersistenceRule Persistence { get; set; } = PersistenceRule.Refuse;

    /// <summary>How long messages to one instance are gathered at most before they go out together, in milliseconds. The first goes at once.</summary>
    [Range(0, 100)]
    public int BatchMs { get; set; } = 5;

    /// <summary>Whether the older connection of two people on different instances is told to reconnect, so that a proxy can bring them together.</summary>
    [EnumDataType(typeof(Switch))]
    public Switch Heal { get; set; } = Switch.On;
}

[OptionsValidator]
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>;
