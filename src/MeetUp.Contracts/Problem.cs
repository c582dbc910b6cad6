using System.Text.Json.Serialization;

namespace MeetUp.Contracts;

/// <summary>An RFC 9457 <c>application/problem+json</c> body as MeetUp writes it.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong this time, for a person.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="TraceId">Finds the call in the server's log.</param>
/// <param name="Reason">One of <see cref="LocationRefusals"/> where the code is <see cref="ErrorCodes.InvalidLocation"/>.</param>
/// <param name="Errors">snake_case field name → what is wrong with it.</param>
public sealed record Problem(
    string? Type,
    string? Title,
    int Status,
    string? Detail,
    string? Code,
    string? TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null);
