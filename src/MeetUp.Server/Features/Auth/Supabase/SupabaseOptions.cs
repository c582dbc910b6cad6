using System.Text;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth.Supabase;

/// <summary>The Supabase project whose tokens are accepted, from <c>SUPABASE_URL</c> and <c>SUPABASE_KEY</c>.</summary>
internal sealed class SupabaseOptions
{
    /// <summary>The project's address, without a trailing slash; null when only the shared secret is known.</summary>
    public string? Url { get; set; }

    /// <summary>The project's legacy HS256 JWT secret, if it still signs with one.</summary>
    public string? Secret { get; set; }

    public bool IsConfigured => Url is not null || Secret is not null;

    /// <summary>What <c>iss</c> must say; null when it cannot be known.</summary>
    public string? Issuer => Url is null ? null : Url + "/auth/v1";

    public static void Read(SupabaseOptions options, IConfiguration configuration)
    {
        options.Url = configuration["SUPABASE_URL"]?.Trim().TrimEnd('/') is { Length: > 0 } url ? url : null;
        options.Secret = configuration["SUPABASE_KEY"]?.Trim() is { Length: > 0 } secret ? secret : null;
    }
}

/// <summary>Refuses what is plainly something else, since a wrong key here would be a forger's gift: the anon key, for one, is public.</summary>
internal sealed class SupabaseOptionsValidator(IOptions<AuthOptions> auth) : IValidateOptions<SupabaseOptions>
{
    private const int MinSecretBytes = 32;

    public ValidateOptionsResult Validate(string? name, SupabaseOptions options)
    {
        if ((RefusesUrl(options.Url) ?? RefusesSecret(options.Secret)) is { } refusal)
        {
            return ValidateOptionsResult.Fail(refusal);
        }

        return auth.Value.Guest is GuestSwitch.Off && !options.IsConfigured
            ? ValidateOptionsResult.Fail("MEETUP__AUTH__GUEST is off and SUPABASE_URL is not set: nobody could sign in.")
            : ValidateOptionsResult.Success;
    }

    private static string? RefusesUrl(string? url)
    {
        if (url is null)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return "SUPABASE_URL must be the project's plain http(s) address, such as https://abc.supabase.co.";
        }

        return uri.AbsolutePath.EndsWith("/auth/v1", StringComparison.OrdinalIgnoreCase)
            ? "SUPABASE_URL must be the project's address without /auth/v1."
            : null;
    }

    private static string? RefusesSecret(string? secret) => secret switch
    {
        null => null,
        _ when secret.Contains("://", StringComparison.Ordinal) => "SUPABASE_KEY holds a URL; it must be the project's JWT secret.",
        _ when secret.StartsWith("eyJ", StringComparison.Ordinal) && secret.AsSpan().Count('.') == 2 =>
            "SUPABASE_KEY holds a JWT, such as the anon or service_role key; it must be the project's JWT secret.",
        _ when secret.StartsWith("sb_", StringComparison.Ordinal) =>
            "SUPABASE_KEY holds an API key; it must be the project's JWT secret, or be left out where tokens are signed with ES256 or RS256.",
        _ when secret.StartsWith("-----BEGIN", StringComparison.Ordinal) || secret.StartsWith('{') =>
            "SUPABASE_KEY holds a PEM or JSON key; it must be the project's JWT secret. Public keys are fetched from SUPABASE_URL.",
        _ when Encoding.UTF8.GetByteCount(secret) < MinSecretBytes => "SUPABASE_KEY is too short for HS256: at least 32 bytes.",
        _ => null,
    };
}
