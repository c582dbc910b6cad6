namespace MeetUp.Server.Features.Invites;

/// <summary>
/// The links an invite travels by. The token is in the fragment, which a browser sends to nobody, so a link preview cannot burn it.
/// </summary>
internal sealed class InviteLinks(IConfiguration configuration)
{
    private readonly string? _publicUrl = configuration["MEETUP_PUBLIC_URL"] is { Length: > 0 } url ? url.TrimEnd('/') : null;

    public static string DeepLinkOf(string token) => $"meetup://invite/{token}";

    /// <summary>Under <c>MEETUP_PUBLIC_URL</c>, else under whatever address the caller reached us by.</summary>
    public string UrlOf(string token, HttpRequest request) =>
        $"{_publicUrl ?? $"{request.Scheme}://{request.Host}{request.PathBase}"}/join#{token}";
}
