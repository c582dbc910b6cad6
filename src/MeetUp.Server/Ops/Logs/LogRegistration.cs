using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace MeetUp.Server.Ops.Logs;

internal static class LogRegistration
{
    /// <summary>
    /// What is logged unless configuration says otherwise. The request lines of hosting are off: they hold query strings, and so tokens.
    /// </summary>
    private static readonly Dictionary<string, string?> DefaultLevels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = nameof(LogLevel.None),
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = nameof(LogLevel.Warning),
    };

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
        builder.Services.AddOptionsWithValidateOnStart<LogOptions, LogOptionsValidator>().BindConfiguration(LogOptions.Section);
        builder.Logging.AddConsole(options => options.FormatterName = OneLineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<OneLineFormatter, ConsoleFormatterOptions>();
    }
}
