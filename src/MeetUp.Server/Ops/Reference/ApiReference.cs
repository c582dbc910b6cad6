using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace MeetUp.Server.Ops.Reference;

/// <summary>The OpenAPI document and the page that shows it. Both come whole from this server.</summary>
internal static class ApiReference
{
    private const int NonceLength = 32;

    public static void AddApiReference(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddSchemaTransformer(WireShapes.DescribeAsync);
        options.AddOperationTransformer(CallDescription.DescribeAsync);
        options.AddDocumentTransformer(ApiDocument.DescribeAsync);
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", (options, context) =>
        {
            var nonce = RandomNumberGenerator.GetHexString(NonceLength, lowercase: true);
            options.WithTitle("MeetUp").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools().WithNonce(nonce);
            context.Response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
        });
    }

    /// <summary>Even if the page wanted to, it could load and call nothing but this server.</summary>
    private static string PolicyWith(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
}
