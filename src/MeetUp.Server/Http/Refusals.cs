using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Http;

/// <summary>A refusal a route can give, for the OpenAPI document. What every route of a kind can give is not listed at each.</summary>
internal sealed record Refusal(string Status, string Code, string Detail)
{
    public static Refusal Of(ProblemHttpResult problem) =>
        new(problem.StatusCode.ToString(CultureInfo.InvariantCulture), (string)problem.ProblemDetails.Extensions["code"]!, problem.ProblemDetails.Detail!);
}

internal static class RefusalMetadata
{
    /// <summary>Says what the route can answer besides success.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params ProblemHttpResult[] problems)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata([.. problems.Select(Refusal.Of)]);
}
