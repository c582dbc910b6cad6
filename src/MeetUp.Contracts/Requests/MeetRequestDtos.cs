using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MeetUp.Contracts.Users;

namespace MeetUp.Contracts.Requests;

/// <summary>Where a meet request stands. Only <see cref="Pending"/> can change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MeetRequestStatus>))]
public enum MeetRequestStatus
{
    [JsonStringEnumMemberName("PENDING")] Pending,
    [JsonStringEnumMemberName("ACCEPTED")] Accepted,
    [JsonStringEnumMemberName("REJECTED")] Rejected,
    [JsonStringEnumMemberName("CANCELLED")] Cancelled,
    [JsonStringEnumMemberName("EXPIRED")] Expired,
}

/// <summary>Asks <paramref name="ToUserId"/> to meet. <paramref name="Message"/>: up to 200 characters.</summary>
public sealed record CreateMeetRequest(
    [property: Required] Guid? ToUserId,
    [property: StringLength(ContractLimits.MaxRequestMessageLength)]
    [property: RegularExpression("[^\\0]*", ErrorMessage = "Text has no NUL in it.")] string? Message = null);

/// <summary>One person asking another to meet; it lives ten minutes.</summary>
public sealed record MeetRequest(
    Guid Id,
    MeetRequestStatus Status,
    PersonRef From,
    PersonRef To,
    string? Message,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? SessionId = null);

/// <summary>A page of requests, newest first. <paramref name="NextCursor"/> is null on the last page.</summary>
public sealed record MeetRequestPage(IReadOnlyList<MeetRequest> Items, string? NextCursor);

/// <summary>The answer to an accept; <paramref name="Status"/> is always <c>accepted</c>.</summary>
public sealed record RequestAccepted(string Status, Guid SessionId, Guid PeerId, string PeerName);

/// <summary>The answer to a reject or cancel: <c>rejected</c> or <c>cancelled</c>.</summary>
public sealed record RequestClosed(string Status);
