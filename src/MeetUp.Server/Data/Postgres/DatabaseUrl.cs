using System.Globalization;
using MeetUp.Server.Ops.Settings;
using Npgsql;

namespace MeetUp.Server.Data.Postgres;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a <c>postgres://</c> URL as libpq and the hosting platforms write it, or a connection string of Npgsql.
/// What is wrong is said without repeating any part of the text, since any part of a broken one may be of the password.
/// </summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";

    private const string EncodeHint = "special characters in the user name or password must be percent-encoded, such as %40 for @";

    /// <summary>Parameters that libpq and Npgsql spell differently.</summary>
    private static readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["client_encoding"] = "Client Encoding",
        ["connect_timeout"] = "Timeout",
        ["dbname"] = "Database",
        ["gssencmode"] = "GSS Encryption Mode",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    /// <exception cref="StartException">With one line that says what is wrong.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var settings = text.IndexOf("://", StringComparison.Ordinal) is var colon and >= 0 && text.IndexOf('=') is var equals
            && (equals < 0 || colon < equals)
                ? FromUrl(text[..colon], text[(colon + 3)..])
                : FromKeywords(text);
        if (string.IsNullOrEmpty(settings.Host))
        {
            throw Refusal("it names no host");
        }

        return string.IsNullOrEmpty(settings.Database) ? throw Refusal("it names no database") : settings;
    }

    private static NpgsqlConnectionStringBuilder FromKeywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw Refusal("it is neither a postgres:// URL nor a connection string such as Host=…;Database=…;Username=…;Password=…");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string scheme, string rest)
    {
        if (!scheme.Equals("postgres", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("postgresql", StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal("it must begin with postgres:// or postgresql://");
        }

        var (address, query) = Split(rest, rest.IndexOf('?'));
        if (rest.Contains('#') || query.Contains('@'))
        {
            throw Refusal(EncodeHint);
        }

        var (people, place) = address.LastIndexOf('@') is var at and >= 0 ? (address[..at], address[(at + 1)..]) : ("", address);
        var (host, database) = Split(place, place.IndexOf('/'));
        if (database.Contains('/'))
        {
            throw Refusal($"the name of its database has a slash; {EncodeHint}");
        }

        var (user, password) = Split(people, people.IndexOf(':'));
        var settings = new NpgsqlConnectionStringBuilder();
        Set(settings, "Database", database, "the name of its database cannot be used");
        Set(settings, "Username", user, "its user name cannot be used");
        Set(settings, "Password", password, "its password cannot be used");
        SetHost(settings, host);
        SetParameters(settings, query);
        return settings;
    }

    private static void SetHost(NpgsqlConnectionStringBuilder settings, string host)
    {
        // Several hosts, each with its port, are passed on as they are: Npgsql tries them in turn.
        var colon = host.LastIndexOf(':');
        if (!host.Contains(',') && colon > host.LastIndexOf(']'))
        {
            if (!int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65_535)
            {
                throw Refusal($"its port must be a number from 1 to 65535; {EncodeHint}");
            }

            settings.Port = port;
            host = host[..colon];
        }

        Set(settings, "Host", host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host, "its host cannot be used");
    }

    private static void SetParameters(NpgsqlConnectionStringBuilder settings, string query)
    {
        var number = 0;
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var (encoded, value) = Split(parameter, parameter.IndexOf('='));
            var name = Uri.UnescapeDataString(encoded);
            var keyword = _keywords.GetValueOrDefault(name, name);
            if (keyword == "SSL Mode")
            {
                value = value.Replace("-", "", StringComparison.Ordinal);
            }

            Set(settings, keyword, value, $"parameter {number} after its ? is unknown or has a value that cannot be used");
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string keyword, string encoded, string otherwise)
    {
        if (encoded.Length == 0)
        {
            return;
        }

        try
        {
            settings[keyword] = Uri.UnescapeDataString(encoded);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw Refusal(otherwise);
        }
    }

    private static (string Before, string After) Split(string text, int at) => at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);

    private static StartException Refusal(string what) =>
        new($"{Variable} cannot be used: {what}.");
}
