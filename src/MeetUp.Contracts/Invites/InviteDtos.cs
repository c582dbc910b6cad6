using System.ComponentModel.DataAnnotations;

namespace MeetUp.Contracts.Invites;

/// <summary>A fresh invite. The token is in the link's fragment, which no server or preview ever sees.</summary>
public sealed record Invite(string InviteToken, string Url, string DeepLink, int ExpiresIn);

/// <summary>The token of an invite, sent in a body so that it never lands in a URL or a log.</summary>
public sealed record InviteTokenBody([property: Required] string? Token);

/// <summary>Who invites and until when. Reading it spends nothing.</summary>
public sealed record ResolvedInvite(string InviterName, DateTimeOffset ExpiresAt);

/// <summary><c>joined</c> or <c>already_joined</c>.</summary>
public sealed record RedeemedInvite(string Status, Guid SessionId);
