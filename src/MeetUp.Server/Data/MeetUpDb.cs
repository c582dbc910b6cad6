using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Invites;
using MeetUp.Server.Features.Requests;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Data;

/// <summary>
/// Everything durable. One derived context per database engine, each with its own migrations; no query may depend on which one it is.
/// Positions have no table.
/// </summary>
internal abstract class MeetUpDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Person> Users => Set<Person>();

    public DbSet<Block> Blocks => Set<Block>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<MeetAsk> Requests => Set<MeetAsk>();

    public DbSet<MeetSession> Sessions => Set<MeetSession>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<Invitation> Invites => Set<Invitation>();

    public DbSet<AuditEvent> Audit => Set<AuditEvent>();

    /// <summary>Whether a constraint refused the write: someone else was faster, so look again before deciding.</summary>
    public abstract bool IsConflict(Exception exception);

    /// <summary>Whether the engine, not the statement, is the trouble: away, full, locked or damaged.</summary>
    public abstract bool IsOutage(Exception exception);

    /// <summary>
    /// Waits until nobody else changes what is between these two people, and keeps it so until the transaction ends. Whoever is about to
    /// begin something from what they read (no block, no session yet) takes a turn first, and reads then.
    /// </summary>
    public abstract Task TakeTurnAsync(Guid one, Guid other, CancellationToken cancellationToken);

    /// <summary>Makes or upgrades the schema; several instances may do so at once.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Adds an audit row to be saved with the change it tells of.</summary>
    public void Record(
        DateTimeOffset at, string type, Guid? actorId = null, Guid? sessionId = null, Guid? subjectId = null, string? reason = null) =>
        Audit.Add(new AuditEvent
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Type = type,
            ActorId = actorId,
            SessionId = sessionId,
            SubjectId = subjectId,
            Reason = reason,
        });

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MeetUpDb).Assembly);
        SnakeCaseNames.Apply(modelBuilder);
    }
}
