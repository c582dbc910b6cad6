using MeetUp.Contracts.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetUp.Server.Features.Users;

/// <summary>A person who has signed in at least once. Their name lives here and nowhere else, so deleting the row forgets it.</summary>
internal sealed class Person
{
    public required Guid Id { get; init; }

    /// <summary>1–64 characters, trimmed.</summary>
    public required string DisplayName { get; set; }

    /// <summary><see cref="DisplayName"/> as <see cref="SearchNames"/> folds it, for a search that finds any spelling on any database.</summary>
    public required string SearchName { get; set; }

    public string? Email { get; set; }

    /// <summary>Whether search may show this person; guests start hidden.</summary>
    public bool Discoverable { get; set; }

    /// <summary>The person has said what they want to be called or whether to be found, so a later register changes nothing.</summary>
    public bool Settled { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static Person New(Guid id, string displayName, string? email, bool discoverable, DateTimeOffset now) => new()
    {
        Id = id,
        DisplayName = displayName,
        SearchName = SearchNames.Fold(displayName),
        Email = email,
        Discoverable = discoverable,
        CreatedAt = now,
    };

    public void Rename(string displayName) => (DisplayName, SearchName) = (displayName, SearchNames.Fold(displayName));

    public PersonRef ToRef() => new(Id, DisplayName);

    public User ToUser() => new(Id, DisplayName, CreatedAt);

    public OwnUser ToOwnUser() => new(Id, DisplayName, CreatedAt, Email, Discoverable);
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("users");
        builder.HasKey(person => person.Id);
        builder.Property(person => person.DisplayName).HasMaxLength(64);
        builder.Property(person => person.SearchName).HasMaxLength(128);
        builder.Property(person => person.Email).HasMaxLength(320);
        builder.HasIndex(person => person.SearchName);
    }
}
