using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Http;

/// <summary>
/// Which web pages may use this server: its own, those of <c>MEETUP_PUBLIC_URL</c> and <c>MEETUP_ALLOWED_ORIGINS</c> (comma-separated),
/// and in Development pages opened from a file. Who sends no Origin is no browser and needs no leave.
/// </summary>
internal sealed class AllowedOrigins
{
    private readonly HashSet<string> _origins;
    private readonly bool _files;

    public AllowedOrigins(IConfiguration configuration, IHostEnvironment environment)
    {
        var listed = (configuration["MEETUP_ALLOWED_ORIGINS"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        _origins = new HashSet<string>(
            listed.Append(configuration["MEETUP_PUBLIC_URL"]).Select(Normalise).OfType<string>(), StringComparer.Ordinal);
        _files = environment.IsDevelopment();
    }

    /// <summary>Whether the page that made this request may.</summary>
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers[HeaderNames.Origin].ToString();
        return origin.Length == 0 || IsListed(origin) || Normalise(origin) is { } own && own == Normalise($"{request.Scheme}://{request.Host}");
    }

    /// <summary>Whether this origin, other than the server's own, may.</summary>
    public bool IsListed(string origin) =>
        Normalise(origin) is { } normalised ? _origins.Contains(normalised) : _files && origin is ("null" or "file://");

    /// <summary>Scheme, host and port as a browser would write them; null for what is no web origin.</summary>
    private static string? Normalise(string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;
}
