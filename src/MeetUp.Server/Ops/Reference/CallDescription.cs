using System.Text.Json.Nodes;
using MeetUp.Contracts;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Idempotency;
using MeetUp.Server.Http.Limits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MeetUp.Server.Ops.Reference;

/// <summary>Says of one call whether it needs a token, which refusals it can give, and which headers belong to it.</summary>
internal static class CallDescription
{
    private const string ProblemType = "application/problem+json";

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var call = new Call(operation, metadata, context.Description.HttpMethod is "POST", context.Document!);
        if (call.NeedsToken)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.BearerScheme, context.Document)] = [] }];
        }

        if (call.IsRepeatable)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyMiddleware.Header,
                In = ParameterLocation.Header,
                Description = "Any unique text: the call may be repeated with it for ten minutes and happens once.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyMiddleware.MaxKeyLength },
            });
        }

        foreach (var status in RefusalsOf(call).Distinct().GroupBy(refusal => refusal.Status, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            operation.Responses![status.Key] = Answer(status.Key, [.. status], call.Document);
        }

        return Task.CompletedTask;
    }

    /// <summary>What the route says itself, and what the steps before it can answer.</summary>
    private static IEnumerable<Refusal> RefusalsOf(Call call)
    {
        var common = new[]
        {
            (call.ReadsInput, Problems.InvalidPayload("The body is not the JSON expected here.")),
            (call.ReadsInput, Problems.ValidationFailed("", "")),
            (call.TakesABody, Problems.PayloadTooLarge),
            (call.TakesABody, Problems.UnsupportedMediaType),
            (call.IsRepeatable, Problems.IdempotencyKeyReused),
            (call.NeedsToken, Problems.Unauthenticated),
            (call.NamesARow, Problems.NotFound),
            (call.IsLimited, Problems.RateLimitExceeded),
            (call.IsLimited, Problems.InternalError),
            (call.IsLimited, Problems.Unavailable),
        };
        return call.Metadata.OfType<Refusal>().Concat(common.Where(each => each.Item1).Select(each => Refusal.Of(each.Item2)));
    }

    private static OpenApiResponse Answer(string status, IReadOnlyList<Refusal> refusals, OpenApiDocument document)
    {
        var answer = new OpenApiResponse
        {
            Description = string.Join(" · ", refusals.Select(refusal => $"`{refusal.Code}`: {refusal.Detail}")),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
            },
            Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
            {
                ["x-codes"] = new JsonNodeExtension(new JsonArray([.. refusals.Select(refusal => JsonValue.Create(refusal.Code))])),
            },
        };
        if (HeaderOf(status) is var (name, meaning))
        {
            answer.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                [name] = new OpenApiHeader { Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }

        return answer;
    }

    private static (string Name, string Meaning)? HeaderOf(string status) => status switch
    {
        "401" => ("WWW-Authenticate", "Bearer"),
        "429" => ("Retry-After", "In how many seconds to come back."),
        _ => null,
    };

    private sealed record Call(OpenApiOperation Operation, IList<object> Metadata, bool IsPost, OpenApiDocument Document)
    {
        public bool NeedsToken => Metadata.OfType<IAuthorizeData>().Any();

        /// <summary>All of the API proper is; health, metrics and keys are not.</summary>
        public bool IsLimited => Metadata.OfType<LimitMetadata.Limited>().Any();

        public bool IsRepeatable => IsPost && IsLimited;

        /// <summary>A body is looked at before it is known that nobody reads it.</summary>
        public bool TakesABody => IsRepeatable || Operation.RequestBody is not null;

        public bool ReadsInput => TakesABody || HasParameter(ParameterLocation.Query);

        public bool NamesARow => HasParameter(ParameterLocation.Path);

        private bool HasParameter(ParameterLocation where) => Operation.Parameters?.Any(parameter => parameter.In == where) is true;
    }
}
