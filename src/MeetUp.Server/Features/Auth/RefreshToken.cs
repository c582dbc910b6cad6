using System.Buffers.Text;
using System.Security.Cryptography;
using MeetUp.Server.Features.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// One link of a rotating chain. Only a hash is kept; using a spent link again means a copy is about, and ends the whole family.
/// </summary>
internal sealed class RefreshToken
{
    private const int SecretBytes = 32;

    public required Guid Id { get; init; }

    /// <summary>All tokens that grew out of one sign-in.</summary>
    public required Guid FamilyId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The next link. <paramref name="secret"/> goes to the client and is kept nowhere.</summary>
    public static RefreshToken New(Guid userId, Guid familyId, DateTimeOffset now, int days, out string secret)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(bytes);
        secret = Base64Url.EncodeToString(bytes);
        return new RefreshToken
        {
            Id = Guid.CreateVersion7(now),
            FamilyId = familyId,
            UserId = userId,
            TokenHash = SHA256.HashData(bytes),
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        };
    }

    /// <summary>What a token is stored under; null for text that cannot be one.</summary>
    public static byte[]? HashOf(string secret)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        return Base64Url.IsValid(secret, out var length) && length == SecretBytes && Base64Url.TryDecodeFromChars(secret, bytes, out _)
            ? SHA256.HashData(bytes)
            : null;
    }
}

internal sealed class RefreshTokenMapping : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(token => token.Id);
        builder.Property(token => token.TokenHash).HasMaxLength(32);
        builder.HasIndex(token => token.TokenHash).IsUnique();
        builder.HasIndex(token => token.FamilyId);
        builder.HasIndex(token => token.ExpiresAt);
        builder.HasOne<Person>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
