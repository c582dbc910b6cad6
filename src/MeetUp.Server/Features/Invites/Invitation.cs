using MeetUp.Server.Features.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Features.Invites;

/// <summary>A single-claim way into a session. Only a hash of its token is kept.</summary>
internal sealed class Invitation
{
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid InviterId { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; set; }

    public Guid? RedeemedBy { get; set; }

    /// <summary>Neither spent nor over its time.</summary>
    public bool IsOpen(DateTimeOffset now) => RedeemedAt is null && now < ExpiresAt;
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invites");
        builder.HasKey(invite => invite.Id);
        builder.Property(invite => invite.TokenHash).HasMaxLength(32);
        builder.HasIndex(invite => invite.TokenHash).IsUnique();
        builder.HasIndex(invite => invite.ExpiresAt);
        builder.HasOne<MeetSession>().WithMany().HasForeignKey(invite => invite.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}
