using System.ComponentModel.DataAnnotations;

namespace MeetUp.Contracts.Users;

/// <summary>A person as anyone may see them.</summary>
public sealed record PersonRef(Guid Id, string DisplayName);

/// <summary>The public half of one's own row.</summary>
public sealed record User(Guid Id, string DisplayName, DateTimeOffset CreatedAt);

/// <summary>One's own row. <paramref name="Email"/> is null for guests; no one else ever sees it.</summary>
public sealed record OwnUser(Guid Id, string DisplayName, DateTimeOffset CreatedAt, string? Email, bool Discoverable);

/// <summary>Makes the caller's row with a name of their choosing. <paramref name="DisplayName"/>: 1–64 characters after trimming.</summary>
public sealed record RegisterUser([property: Required] string? DisplayName, bool? Discoverable = null);

/// <summary>Changes what is given, leaves the rest.</summary>
public sealed record UpdateUser(string? DisplayName = null, bool? Discoverable = null);
