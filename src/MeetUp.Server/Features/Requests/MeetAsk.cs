using MeetUp.Contracts.Requests;
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

        // One live request per direction, whatever races.
        builder.HasIndex(ask => new { ask.FromUserId, ask.ToUserId }, "ix_meet_requests_one_pending")
            .IsUnique().HasFilter("status = 'Pending'");
        builder.HasIndex(ask => new { ask.ToUserId, ask.CreatedAt });
        builder.HasIndex(ask => new { ask.FromUserId, ask.CreatedAt });
        builder.HasIndex(ask => new { ask.Status, ask.ExpiresAt });
    }
}
