using System.ComponentModel.DataAnnotations;
using MeetUp.Server.Ops.Settings;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Data;

/// <summary>How the server uses its database. Where <c>DATABASE_URL</c> itself says something about the same thing, that wins.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "MeetUp:Data";

    /// <summary>Whether the schema is made or upgraded at start. With off, a schema that is not up to date stops the server.</summary>
    [EnumDataType(typeof(Switch))]
    public Switch Migrate { get; set; } = Switch.On;

    /// <summary>How many connections to PostgreSQL an instance opens at most; what is beyond that waits its turn.</summary>
    [Range(1, 1_000)]
    public int MaxPoolSize { get; set; } = 30;

    /// <summary>How long connecting to PostgreSQL, or waiting for a free connection, may take before the caller is told to try again.</summary>
    [Range(1, 60)]
    public int ConnectTimeoutSeconds { get; set; } = 2;

    /// <summary>How long a statement may go unanswered by PostgreSQL before the caller is told to try again.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; set; } = 2;

    /// <summary>
    /// How long PostgreSQL itself lets a statement run or a transaction idle, so that an instance that vanished holds no lock.
    /// 0 sends nothing, for poolers that refuse options at connect.
    /// </summary>
    [Range(0, 3_600)]
    public int StatementTimeoutSeconds { get; set; } = 10;
}

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;
