using System.Globalization;
using MeetUp.Server.Ops.Settings;
using StackExchange.Redis;

namespace MeetUp.Server.State.Redis;

/// <summary>Reads <c>REDIS_URL</c>: <c>redis://</c> or <c>rediss://</c> as hosting platforms write it, or a configuration string of StackExchange.Redis.</summary>
internal static class RedisUrl
{
    public const string Variable = "REDIS_URL";

    private const int DefaultPort = 6379;

    /// <exception cref="StartException">With one line that repeats no part of the text.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        var options = text.Contains("://", StringComparison.Ordinal) ? FromUrl(text) : FromList(text);
        return options.EndPoints.Count > 0 ? options : throw Refusal("it names no host");
    }

    private static ConfigurationOptions FromList(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw Refusal("it is neither a redis:// URL nor a list such as host:6379,password=…");
        }
    }

    private static ConfigurationOptions FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss") || url.Query.Length > 0)
        {
            throw Refusal("it must be redis:// or rediss://user:password@host:port/database, with special characters percent-encoded");
        }

        var options = new ConfigurationOptions { Ssl = url.Scheme == "rediss" };
        if (url.Host.Length > 0)
        {
            options.EndPoints.Add(url.Host, url.Port > 0 ? url.Port : DefaultPort);
        }

        var people = url.UserInfo.Split(':', 2);
        options.User = people[0].Length > 0 ? Uri.UnescapeDataString(people[0]) : null;
        options.Password = people.Length > 1 ? Uri.UnescapeDataString(people[1]) : null;
        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            options.DefaultDatabase = int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Refusal("what follows the slash must be the number of a database");
        }

        return options;
    }

    private static StartException Refusal(string what) => new($"{Variable} cannot be used: {what}.");
}
