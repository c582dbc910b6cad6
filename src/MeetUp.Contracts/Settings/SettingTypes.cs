namespace MeetUp.Contracts.Settings;

/// <summary>How the text of a setting may be read.</summary>
public static class SettingTypes
{
    /// <summary>A whole number within a range.</summary>
    public const string WholeNumber = "integer";

    /// <summary>One of a short list, in any case.</summary>
    public const string Choice = "choice";

    /// <summary>An absolute http or https URL.</summary>
    public const string Url = "url";

    /// <summary>A URL that others are made from: nothing after its path.</summary>
    public const string BaseUrl = "base_url";

    /// <summary>Scheme, host and port.</summary>
    public const string Origin = "origin";

    /// <summary>Origins, separated by commas.</summary>
    public const string Origins = "origins";

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public const string Addresses = "addresses";

    /// <summary>Where an engine is, with what opens it; read in full when the server connects.</summary>
    public const string Connection = "connection";

    /// <summary>A directory.</summary>
    public const string Directory = "directory";

    /// <summary>Anything.</summary>
    public const string Text = "text";

    internal static bool IsUrl(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    internal static bool IsBaseUrl(string text) => IsUrl(text, out var url) && url is { Query: "", Fragment: "", UserInfo: "" };

    internal static bool IsOrigin(string text) =>
        IsUrl(text, out var url) && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    /// <summary>Kestrel's own form: a star or plus stands for every address.</summary>
    internal static bool IsListenAddress(string text) =>
        IsUrl(text.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), out var url) &&
        url is { Scheme: "http", AbsolutePath: "/" };
}
