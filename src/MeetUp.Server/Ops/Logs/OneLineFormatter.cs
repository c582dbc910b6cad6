using System.Text;
using System.Text.Json;
using MeetUp.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Ops.Logs;

/// <summary>Writes each log entry as one clean line: see <see cref="Redaction"/>.</summary>
internal sealed class OneLineFormatter(TimeProvider clock, IOptions<LogOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "meetup";

    /// <summary>Said by <see cref="Settings.StartFailure"/> instead, in words for an operator.</summary>
    private const int HostedServiceStartupFaulted = 11;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry is { EventId.Id: HostedServiceStartupFaulted, Category: "Microsoft.Extensions.Hosting.Internal.Host" })
        {
            return;
        }

        var message = Redaction.Clean(logEntry.Formatter(logEntry.State, logEntry.Exception));
        var exception = logEntry.Exception is { } thrown ? Redaction.Clean(thrown.ToString()) : null;
        var time = clock.GetUtcNow().UtcDateTime.ToString(UtcTimeConverter.Format, System.Globalization.CultureInfo.InvariantCulture);
        textWriter.WriteLine(options.Value.Format is LogFormat.Json
            ? Json(time, logEntry.LogLevel, logEntry.Category, message, exception)
            : $"{time} {Short(logEntry.LogLevel)} {logEntry.Category}: {message}{(exception is null ? "" : $" | {exception}")}");
    }

    private static string Json(string time, LogLevel level, string category, string message, string? exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time);
            json.WriteString("level", Short(level));
            json.WriteString("category", category);
            json.WriteString("message", message);
            if (exception is not null)
            {
                json.WriteString("exception", exception);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
