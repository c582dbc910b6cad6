using System.Globalization;

namespace MeetUp.Server.Ops.Settings;

/// <summary>A variable of the environment with a name of its own.</summary>
/// <param name="Name">As set.</param>
/// <param name="Type">What kind of text it holds.</param>
/// <param name="Default">What happens without it.</param>
/// <param name="Allowed">What may be set, to follow "must be".</param>
/// <param name="Description">What it is for.</param>
/// <param name="Accepts">Whether a text may be set.</param>
internal sealed record Variable(string Name, string Type, string Default, string Allowed, string Description, Func<string, bool> Accepts)
{
    /// <summary>Never repeated in a message.</summary>
    public bool Secret { get; init; }

    private const int MaxPort = 65_535;

    /// <summary>All of them; every other option is <c>MEETUP__SECTION__NAME</c>.</summary>
    public static IReadOnlyList<Variable> All { get; } =
    [
        new("PORT", "integer", "8000", "a port from 0 to 65535",
            "The port to listen on, on every address of the machine. 0 takes any free one.",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= MaxPort),
        new("ASPNETCORE_URLS", "addresses", "http://*:8000", "addresses such as http://127.0.0.1:8000, separated by semicolons",
            "Where to listen, in full; takes the place of PORT. TLS is a proxy's work.",
            text => text.Split(';').All(IsListenAddress)),
        new("MEETUP_DATA_DIR", "path", "data", "a directory that can be written",
            "Where the embedded database and the signing key live, relative to where the server was started.", _ => true),
        new("MEETUP_SIGNING_KEY", "secret", "made in the data directory", "a private key on P-256 in PEM, or that in Base64",
            "The key the built-in sign-in signs access tokens with. Instances that share no data directory need the same one.", _ => true) { Secret = true },
        new("MEETUP_PUBLIC_URL", "url", "the address a caller used", "an absolute http or https URL without a path, such as https://meet.example",
            "Where people reach this server; invite links begin with it.", IsOrigin),
        new("MEETUP_ALLOWED_ORIGINS", "origins", "none", "origins such as https://app.example, separated by commas",
            "Further web pages that may call the API and open sockets. The server's own and MEETUP_PUBLIC_URL always may.",
            text => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).All(IsOrigin)),
        new("MEETUP_MAP_STYLE_URL", "url", "none", "an absolute http or https URL",
            "The MapLibre style the web app draws its map with.", text => IsWebUrl(text, out _)),
        new("SUPABASE_URL", "url", "none", "an absolute http or https URL, such as https://project.supabase.co",
            "The Supabase project whose users may sign in. Its keys are fetched from it.", text => IsWebUrl(text, out var url) && url is { Query: "", Fragment: "", UserInfo: "" }),
        new("SUPABASE_KEY", "secret", "none", "the project's legacy HS256 secret",
            "Only for projects that still sign with a shared secret.", _ => true) { Secret = true },
        new("SUPABASE_ANON_KEY", "text", "none", "the project's public key",
            "Handed to the web app, which signs in with it.", _ => true),
        new("DATABASE_URL", "url", "SQLite in the data directory", "a postgres:// URL or a connection string of Npgsql",
            "The PostgreSQL database that keeps what is durable, shared by all instances.", _ => true) { Secret = true },
        new("REDIS_URL", "url", "in-process", "a redis:// or rediss:// URL, or a configuration string of StackExchange.Redis",
            "The Redis that instances find each other by. Without it this server must be the only one.", _ => true) { Secret = true },
    ];

    private static bool IsWebUrl(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    private static bool IsOrigin(string text) =>
        IsWebUrl(text, out var url) && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    /// <summary>Kestrel's own form: a star or plus stands for every address.</summary>
    private static bool IsListenAddress(string text) =>
        IsWebUrl(text.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), out var url) &&
        url is { Scheme: "http", AbsolutePath: "/" };
}
