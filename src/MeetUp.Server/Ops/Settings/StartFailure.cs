using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Ops.Settings;

/// <summary>Turns what stopped the start into one line for its operator.</summary>
internal static class StartFailure
{
    /// <summary>Null for a bug of ours, which deserves its stack trace.</summary>
    public static string? LineOf(Exception exception) => exception switch
    {
        StartException start => Line(start.Message),
        OptionsValidationException options => Line($"{PrefixOf(options.OptionsType)}{string.Join("; ", options.Failures)}"),
        IOException io when io.Message.StartsWith("Failed to bind", StringComparison.Ordinal) =>
            Line($"{io.Message.TrimEnd('.')}: set PORT or ASPNETCORE_URLS to a free one."),
        SocketException socket => Line($"Cannot listen on the address of PORT or ASPNETCORE_URLS: {socket.Message}."),
        DbException database => Line($"The database cannot be used: {database.Message}"),
        _ => null,
    };

    private static string Line(string text) => $"MeetUp cannot start: {text.ReplaceLineEndings(" ")}";

    /// <summary>Which section it is about; what has no section names its variable itself.</summary>
    private static string PrefixOf(Type options) =>
        OptionCatalogue.SectionOf(options) is { } section ? $"{section.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)}: " : "";
}
