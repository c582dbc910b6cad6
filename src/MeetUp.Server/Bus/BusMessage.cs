using System.Text.Json.Serialization;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Server.Bus;

/// <summary>Something other instances have to hear of. None says more than its name when printed, since some carry a place.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(SecondPersonJoined), "joined")]
[JsonDerivedType(typeof(SessionOver), "over")]
[JsonDerivedType(typeof(AccessRevoked), "revoked")]
[JsonDerivedType(typeof(PersonState), "person")]
[JsonDerivedType(typeof(FixShared), "fix")]
[JsonDerivedType(typeof(WindowShown), "window")]
[JsonDerivedType(typeof(ComeTogether), "together")]
internal abstract record BusMessage
{
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The second person took their seat.</summary>
internal sealed record SecondPersonJoined(Guid SessionId, Guid UserId, string DisplayName, DateTimeOffset ExpiresAt) : BusMessage;

internal sealed record SessionOver(Guid SessionId, EndReason Reason, DateTimeOffset EndedAt) : BusMessage;

/// <summary>A person signed out or is gone: none of their sockets may stay.</summary>
internal sealed record AccessRevoked(Guid UserId) : BusMessage;

/// <summary>
/// How a person of a session is, as the instance that holds their socket knows it. Of two that claim the same person the later
/// <paramref name="Arrival"/> has them. <paramref name="Ask"/> wants the other person's state in return.
/// </summary>
internal sealed record PersonState(
    Guid SessionId, Guid UserId, string InstanceId, long Arrival, bool Online, bool Paused, DateTimeOffset? LastSeen,
    LastLocation? Last, long Seq, bool Ask) : BusMessage;

/// <summary>An accepted fix, for the instance that holds the peer.</summary>
internal sealed record FixShared(Guid SessionId, Guid UserId, LastLocation Fix) : BusMessage;

/// <summary>How "I'm here" stands.</summary>
internal sealed record WindowShown(Guid SessionId, IReadOnlyList<Guid> ConfirmedBy, DateTimeOffset? ExpiresAt) : BusMessage;

/// <summary>Whoever is connected where this is heard shall connect again, so that a proxy can bring the two together.</summary>
internal sealed record ComeTogether(Guid SessionId) : BusMessage;
