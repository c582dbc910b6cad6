using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Web;

/// <summary>
/// Serves the web app where no endpoint of the server's own matches: its files, and its first page for every address a person may open.
/// </summary>
internal sealed class WebApp(RequestDelegate next, WebAppFiles files, IConfiguration configuration)
{
    private const string Hashed = "/_expo/static";

    /// <summary>Of these the server alone answers, if only to say that there is nothing.</summary>
    private static readonly PathString[] Reserved =
        ["/api", "/ws", "/health", "/metrics", "/.well-known", "/docs", "/debug", "/openapi", "/scalar", "/config.json"];

    /// <summary>Other hosts the app may call.</summary>
    private static readonly string[] Hosts = ["SUPABASE_URL", "MEETUP_MAP_STYLE_URL"];

    private readonly string _policy = PolicyOf(configuration);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is null && HttpMethods.IsGet(context.Request.Method) && Choose(context.Request) is { } file
            ? SendAsync(context, file)
            : next(context);

    private WebAppFile? Choose(HttpRequest request)
    {
        if (Array.Exists(Reserved, reserved => request.Path.StartsWithSegments(reserved, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return files.Find(request.Path.Value ?? "") is { } file ? file
            : Path.HasExtension(request.Path.Value) ? null
            : files.Find(WebAppFiles.Index);
    }

    private Task SendAsync(HttpContext context, WebAppFile file)
    {
        var (path, encoding) = Encode(file, context.Request.Headers.AcceptEncoding.ToString());
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.CacheControl = context.Request.Path.StartsWithSegments(Hashed, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentEncoding = encoding;
        return TypedResults.PhysicalFile(path, file.ContentType, lastModified: new DateTimeOffset(File.GetLastWriteTimeUtc(path))).ExecuteAsync(context);
    }

    private static (string Path, string? Encoding) Encode(WebAppFile file, string accepted) =>
        file.Brotli is { } brotli && accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (brotli, "br")
        : file.Gzip is { } gzip && accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (gzip, "gzip")
        : (file.Path, null);

    /// <summary>Scripts of our own only. The hash is that of nothing: a style sheet that begins empty and is filled by the app's own script.</summary>
    private static string PolicyOf(IConfiguration configuration)
    {
        var elsewhere = string.Join(' ', Hosts
            .Select(name => Uri.TryCreate(configuration[name], UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null)
            .OfType<string>());
        return "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; " +
            $"img-src 'self' data: blob:; connect-src 'self' {elsewhere}; worker-src 'self' blob:; manifest-src 'self'; font-src 'self'; " +
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }
}
