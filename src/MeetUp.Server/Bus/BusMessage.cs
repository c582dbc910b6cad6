using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Bus;

/// <summary>Something every instance has to hear of, since nobody knows which of them holds the sockets it concerns.</summary>
internal abstract record BusMessage;

/// <summary>The second person took their seat.</summary>
internal sealed record SecondPersonJoined(Guid SessionId, Guid UserId, string DisplayName, DateTimeOffset ExpiresAt) : BusMessage;

internal sealed record SessionOver(Guid SessionId, EndReason Reason, DateTimeOffset EndedAt) : BusMessage;

/// <summary>A person signed out or is gone: none of their sockets may stay.</summary>
internal sealed record AccessRevoked(Guid UserId) : BusMessage;
