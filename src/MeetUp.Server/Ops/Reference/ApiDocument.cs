using MeetUp.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MeetUp.Server.Ops.Reference;

/// <summary>What the document says about the API as a whole.</summary>
internal static class ApiDocument
{
    public const string BearerScheme = "bearer";

    public static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "MeetUp",
            Version = "1",
            Description = "Two people share live location in a private session until they meet. PROTOCOL.md says all of this in words; "
                + "the socket is described by asyncapi.yaml. Every refusal is a problem whose `code` is of a closed list, shared with the socket.",
        };

        // Wherever the document came from: a server's own address would differ at each.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent(BearerScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token of `/auth/guest` or of Supabase.",
        });
        document.AddComponent(nameof(Problem), await ProblemSchemaAsync(context, cancellationToken));
    }

    private static async Task<OpenApiSchema> ProblemSchemaAsync(OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken);
        foreach (var name in schema.Required!)
        {
            Member(schema, name).Type &= ~JsonSchemaType.Null;
        }

        Close(Member(schema, "code"), ErrorCodes.All, "What to branch on: the list is closed and shared with the socket.");
        Close(Member(schema, "reason"), LocationRefusals.All, "Which check refused the fix, where the code is `INVALID_LOCATION`.");
        return schema;
    }

    private static OpenApiSchema Member(OpenApiSchema schema, string name) => (OpenApiSchema)schema.Properties![name];

    private static void Close(OpenApiSchema schema, IEnumerable<string> names, string description) =>
        (schema.Enum, schema.Description) = ([.. names.Order(StringComparer.Ordinal)], description);
}
