using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MeetUp.Server.Data.Sqlite;

/// <summary>The embedded default: one file in the data directory.</summary>
internal sealed class SqliteMeetUpDb(DbContextOptions<SqliteMeetUpDb> options) : MeetUpDb(options)
{
    /// <summary>SQLITE_CONSTRAINT, from https://www.sqlite.org/rescode.html.</summary>
    private const int ConstraintViolation = 19;

    public override bool IsConflict(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode == ConstraintViolation;

    /// <summary>BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN and NOTADB, from the same list.</summary>
    public override bool IsOutage(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26 };

    /// <summary>A transaction is the only one that writes from its start on, so every turn is this caller's.</summary>
    public override Task TakeTurnAsync(Guid one, Guid other, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The write-ahead log lets readers go on while one writes.</summary>
    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    /// <summary>SQLite has no time type, and EF Core cannot compare its text form; milliseconds also are what the wire carries.</summary>
    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
