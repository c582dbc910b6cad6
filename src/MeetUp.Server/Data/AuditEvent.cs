using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Data;

/// <summary>What happened, who did it and when. There is no column a place could go into, on purpose.</summary>
internal sealed class AuditEvent
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="AuditEvents"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Null where the server acted by itself.</summary>
    public Guid? ActorId { get; init; }

    public Guid? SessionId { get; init; }

    /// <summary>The request, invite or other person it was about.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>A code such as an end reason; never free text from a client.</summary>
    public string? Reason { get; init; }
}

/// <summary>Every type of audit event: one for each change of state.</summary>
internal static class AuditEvents
{
    public const string UserCreated = "user_created";
    public const string UserUpdated = "user_updated";
    public const string UserDeleted = "user_deleted";
    public const string UserBlocked = "user_blocked";
    public const string UserUnblocked = "user_unblocked";
    public const string TokensRevoked = "tokens_revoked";
    public const string RequestCreated = "request_created";
    public const string RequestAccepted = "request_accepted";
    public const string RequestRejected = "request_rejected";
    public const string RequestCancelled = "request_cancelled";
    public const string RequestExpired = "request_expired";
    public const string SessionCreated = "session_created";
    public const string SessionActivated = "session_activated";
    public const string SessionEnded = "session_ended";
    public const string SharingPaused = "sharing_paused";
    public const string SharingResumed = "sharing_resumed";
    public const string ImHereConfirmed = "im_here_confirmed";
    public const string InviteCreated = "invite_created";
    public const string InviteRedeemed = "invite_redeemed";
}

internal sealed class AuditEventMapping : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events");
        builder.HasKey(audit => audit.Id);
        builder.Property(audit => audit.Type).HasMaxLength(32);
        builder.Property(audit => audit.Reason).HasMaxLength(32);
        builder.HasIndex(audit => audit.At);
        builder.HasIndex(audit => audit.SessionId);
    }
}
