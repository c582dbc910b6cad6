using MeetUp.Contracts.Requests;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Features.Requests;

/// <summary>One person asking another to meet: the stored side of a <see cref="MeetRequest"/>. The rules of answering it live here.</summary>
internal sealed class MeetAsk
{
    public required Guid Id { get; init; }

    public required Guid FromUserId { get; init; }

    public required Guid ToUserId { get; init; }

    /// <summary>Both ids in order: two people have at most one request waiting between them, whoever asked.</summary>
    public required string PairKey { get; init; }

    /// <summary>Up to 200 characters.</summary>
    public string? Message { get; init; }

    public MeetRequestStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The session an accept led to.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>Sent by someone the receiver has blocked: its sender sees it pending, its receiver never sees it.</summary>
    public bool Hidden { get; set; }

    public static MeetAsk New(Guid from, Guid to, string? message, bool hidden, DateTimeOffset now, TimeSpan lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        FromUserId = from,
        ToUserId = to,
        PairKey = MeetSession.PairKeyOf(from, to),
        Message = string.IsNullOrWhiteSpace(message) ? null : message.Trim(),
        Hidden = hidden,
        CreatedAt = now,
        ExpiresAt = now + lifetime,
    };

    /// <summary>An overdue request has expired, even if no sweep has written that down yet.</summary>
    public MeetRequestStatus StatusAt(DateTimeOffset now) =>
        Status is MeetRequestStatus.Pending && now >= ExpiresAt ? MeetRequestStatus.Expired : Status;

    /// <summary>Why <paramref name="answer"/> comes too late; null when it may be given or has been given before.</summary>
    public AnswerRefusal? Refuses(MeetRequestStatus answer, DateTimeOffset now) => StatusAt(now) switch
    {
        MeetRequestStatus.Pending => null,
        var current when current == answer => null,
        MeetRequestStatus.Expired => AnswerRefusal.Expired,
        _ => AnswerRefusal.AlreadyProcessed,
    };
}

/// <summary>Why a request can no longer be answered so.</summary>
internal enum AnswerRefusal
{
    Expired,
    AlreadyProcessed,
}

internal sealed class MeetAskMapping : IEntityTypeConfiguration<MeetAsk>
{
    public void Configure(EntityTypeBuilder<MeetAsk> builder)
    {
        builder.ToTable("meet_requests");
        builder.HasKey(ask => ask.Id);
        builder.Property(ask => ask.Message).HasMaxLength(200);
        builder.Property(ask => ask.Status).HasConversion<string>().HasMaxLength(16);
        builder.HasOne<Person>().WithMany().HasForeignKey(ask => ask.FromUserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(ask => ask.ToUserId).OnDelete(DeleteBehavior.Cascade);

        // One live request per direction and, of those that arrive, one per pair, whatever races.
        builder.HasIndex(ask => new { ask.FromUserId, ask.ToUserId }, "ix_meet_requests_one_pending")
            .IsUnique().HasFilter("status = 'Pending'");
        builder.Property(ask => ask.PairKey).HasMaxLength(64);
        builder.HasIndex(ask => ask.PairKey, "ix_meet_requests_one_pending_per_pair")
            .IsUnique().HasFilter("status = 'Pending' and not hidden");
        builder.HasIndex(ask => new { ask.ToUserId, ask.CreatedAt });
        builder.HasIndex(ask => new { ask.FromUserId, ask.CreatedAt });
        builder.HasIndex(ask => new { ask.Status, ask.ExpiresAt });
    }
}
