using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Features.Sessions;

/// <summary>Two people sharing live location until they meet: the stored side of a <see cref="Session"/>. It never holds a place.</summary>
internal sealed class MeetSession
{
    public required Guid Id { get; init; }

    public SessionStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public EndReason? EndReason { get; set; }

    /// <summary>When someone was last connected or sent a fix; what the idle sweep goes by.</summary>
    public required DateTimeOffset ActiveAt { get; set; }

    /// <summary>Both ids in order, once there are two: a pair has at most one ACTIVE session.</summary>
    public string? PairKey { get; set; }

    public List<Seat> Seats { get; init; } = [];

    public bool IsLive => Status is not SessionStatus.Ended;

    /// <summary>A session for one, waiting for somebody to be invited.</summary>
    public static MeetSession Open(Guid userId, DateTimeOffset now, TimeSpan lifetime) =>
        New(SessionStatus.Pending, now, lifetime, userId);

    /// <summary>A session of two, live from the start.</summary>
    public static MeetSession Between(Guid one, Guid other, DateTimeOffset now)
    {
        var session = New(SessionStatus.Active, now, TimeSpan.FromSeconds(ContractLimits.DefaultSessionSeconds), one, other);
        session.ActivatedAt = now;
        session.PairKey = PairKeyOf(one, other);
        return session;
    }

    public bool Has(Guid userId) => Seats.Exists(seat => seat.UserId == userId);

    /// <summary>Past its time limit, or too long alone, though no sweep has come by yet.</summary>
    public bool IsOverdue(DateTimeOffset now, TimeSpan alone) => Status switch
    {
        SessionStatus.Pending => now >= ExpiresAt || now >= CreatedAt + alone,
        SessionStatus.Active => now >= ExpiresAt,
        _ => false,
    };

    public static string PairKeyOf(Guid one, Guid other) =>
        one.CompareTo(other) < 0 ? $"{one:N}{other:N}" : $"{other:N}{one:N}";

    private static MeetSession New(SessionStatus status, DateTimeOffset now, TimeSpan lifetime, params ReadOnlySpan<Guid> people)
    {
        var session = new MeetSession
        {
            Id = Guid.CreateVersion7(now),
            Status = status,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
            ActiveAt = now,
        };
        foreach (var userId in people)
        {
            session.Seats.Add(new Seat { SessionId = session.Id, Number = session.Seats.Count + 1, UserId = userId, JoinedAt = now });
        }

        return session;
    }
}

/// <summary>
/// A person's place in a session. Numbered 1 or 2 and unique, so that a third can never sit down.
/// It outlives the person's account (without a name), so it has no foreign key to users.
/// </summary>
internal sealed class Seat
{
    public required Guid SessionId { get; init; }

    public required int Number { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>A pause must survive a restart: a person who stopped sharing stays stopped.</summary>
    public bool Paused { get; set; }

    public DateTimeOffset? LastSeen { get; set; }
}

internal sealed class MeetSessionMapping : IEntityTypeConfiguration<MeetSession>
{
    public void Configure(EntityTypeBuilder<MeetSession> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(session => session.EndReason).HasConversion<string>().HasMaxLength(32);
        builder.Property(session => session.PairKey).HasMaxLength(64);
        builder.HasIndex(session => session.PairKey, "ix_sessions_one_active_per_pair").IsUnique().HasFilter("status = 'Active'");
        builder.HasIndex(session => new { session.Status, session.ExpiresAt });
        builder.HasIndex(session => session.EndedAt);
        builder.HasMany(session => session.Seats).WithOne().HasForeignKey(seat => seat.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SeatMapping : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("participants", table => table.HasCheckConstraint("ck_participants_two", "number in (1, 2)"));
        builder.HasKey(seat => new { seat.SessionId, seat.Number });
        builder.HasIndex(seat => new { seat.SessionId, seat.UserId }).IsUnique();
        builder.HasIndex(seat => seat.UserId);
    }
}
