using System.Buffers.Binary;
using MeetUp.Server.Features.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace MeetUp.Server.Data.Postgres;

/// <summary>PostgreSQL 15 or later, shared by any number of instances. Statements run at READ COMMITTED, its default.</summary>
internal sealed class PostgresMeetUpDb(DbContextOptions<PostgresMeetUpDb> options) : MeetUpDb(options)
{
    /// <summary>EF Core wraps a deadlock once more than a constraint.</summary>
    public override bool IsConflict(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is PostgresException refused)
            {
                return refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation
                    or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
            }
        }

        return false;
    }

    /// <summary>
    /// Whatever Npgsql itself says, such as no connection or no answer; of what the server says no connection, not enough of something, stopped
    /// by an operator or a timeout, input/output error (classes 08, 53, 57, 58), read-only, idle for too long in a transaction, damaged.
    /// </summary>
    public override bool IsOutage(Exception exception) => exception switch
    {
        PostgresException { SqlState: "25006" or "25P03" or "XX001" or "XX002" } => true,
        PostgresException refused => refused.SqlState[..2] is "08" or "53" or "57" or "58",
        _ => exception is NpgsqlException,
    };

    public override Task TakeTurnAsync(Guid one, Guid other, CancellationToken cancellationToken)
    {
        // The smaller first, so that no two callers can wait for each other.
        var (first, second) = (TurnOf(one), TurnOf(other));
        (first, second) = (Math.Min(first, second), Math.Max(first, second));
        return Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({first}), pg_advisory_xact_lock({second})", cancellationToken);
    }

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // Building an index may take longer than any statement of a request should.
        Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"set statement_timeout = 0; set idle_in_transaction_session_timeout = 0", cancellationToken);

        // Else EF Core would look for its table first, and log an error when a new database has none.
        await this.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await Database.MigrateAsync(cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<WholeMilliseconds>();

        // Text is compared by its bytes, as SQLite does, whatever the language of the database.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.Entity<Person>().HasIndex(person => person.SearchName, "ix_users_parts_of_search_name")
            .HasMethod("gin").HasOperators("gin_trgm_ops");
    }

    /// <summary>The random half of a version 7 id. Two people who share a turn by chance only wait a little.</summary>
    private static long TurnOf(Guid userId)
    {
        Span<byte> bytes = stackalloc byte[16];
        userId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }

    /// <summary>What the wire carries, and what SQLite keeps: no engine remembers more of a time than the other.</summary>
    private sealed class WholeMilliseconds() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()),
        time => time);
}
