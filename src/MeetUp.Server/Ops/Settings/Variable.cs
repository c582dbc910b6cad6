using MeetUp.Contracts.Settings;

namespace MeetUp.Server.Ops.Settings;

/// <summary>The variables of the environment with names of their own; every other option is <c>MEETUP__SECTION__NAME</c>.</summary>
internal static class Variable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("PORT", SettingTypes.WholeNumber, "8000", "a port from 0 to 65535",
            "The port to listen on, on every address of the machine. 0 takes any free one.") { Min = 0, Max = 65_535 },
        new("ASPNETCORE_URLS", SettingTypes.Addresses, "http://*:8000", "addresses such as http://127.0.0.1:8000, separated by semicolons",
            "Where to listen, in full; takes the place of PORT. TLS is a proxy's work."),
        new("MEETUP_DATA_DIR", SettingTypes.Directory, "data", "a directory that can be written",
            "Where the embedded database and the signing key live, relative to where the server was started."),
        new("MEETUP_SIGNING_KEY", SettingTypes.Text, "made in the data directory", "a private key on P-256 in PEM, or that in Base64",
            "The key the built-in sign-in signs access tokens with. Instances that share no data directory need the same one.") { Secret = true },
        new("MEETUP_PUBLIC_URL", SettingTypes.Origin, "the address a caller used",
            "an absolute http or https URL without a path, such as https://meet.example",
            "Where people reach this server; invite links begin with it."),
        new("MEETUP_ALLOWED_ORIGINS", SettingTypes.Origins, "none", "origins such as https://app.example, separated by commas",
            "Further web pages that may call the API and open sockets. The server's own and MEETUP_PUBLIC_URL always may."),
        new("MEETUP_MAP_STYLE_URL", SettingTypes.Url, "none", "an absolute http or https URL",
            "The MapLibre style the web app draws its map with."),
        new("SUPABASE_URL", SettingTypes.BaseUrl, "none", "an absolute http or https URL, such as https://project.supabase.co",
            "The Supabase project whose users may sign in. Its keys are fetched from it."),
        new("SUPABASE_KEY", SettingTypes.Text, "none", "the project's legacy HS256 secret",
            "Only for projects that still sign with a shared secret.") { Secret = true },
        new("SUPABASE_ANON_KEY", SettingTypes.Text, "none", "the project's public key",
            "Handed to the web app, which signs in with it."),
        new("DATABASE_URL", SettingTypes.Connection, "SQLite in the data directory", "a postgres:// URL or a connection string of Npgsql",
            "The PostgreSQL database that keeps what is durable, shared by all instances.") { Secret = true },
        new("REDIS_URL", SettingTypes.Connection, "in-process", "a redis:// or rediss:// URL, or a configuration string of StackExchange.Redis",
            "The Redis that instances find each other by. Without it this server must be the only one.") { Secret = true },
    ];
}
