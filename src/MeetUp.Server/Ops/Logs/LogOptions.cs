using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Ops.Logs;

/// <summary>How a log entry is written; always one line.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Line,

    /// <summary>For machines.</summary>
    Json,
}

/// <summary>How the server logs. What it logs is set by <c>Logging__LogLevel__CATEGORY</c> as in any .NET server.</summary>
internal sealed class LogOptions
{
    public const string Section = "MeetUp:Log";

    /// <summary>How a log entry is written: a line for people, or a JSON object for machines.</summary>
    [EnumDataType(typeof(LogFormat))]
    public LogFormat Format { get; set; } = LogFormat.Line;
}

[OptionsValidator]
internal sealed partial class LogOptionsValidator : IValidateOptions<LogOptions>;
