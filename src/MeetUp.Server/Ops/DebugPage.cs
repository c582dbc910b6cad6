using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Ops;

/// <summary>The socket debugger, for developers only. It is one plain file that loads nothing.</summary>
internal static class DebugPage
{
    /// <summary>It may connect anywhere, since the server under test is whatever its user types.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src *; frame-ancestors 'none'; base-uri 'none'";

    private static readonly string PagePath = Path.Combine(AppContext.BaseDirectory, "web", "client.html");

    public static void MapDebugPage(this IEndpointRouteBuilder routes) => routes.MapGet("/debug", Get).ExcludeFromDescription();

    private static PhysicalFileHttpResult Get(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.PhysicalFile(PagePath, "text/html; charset=utf-8");
    }
}
