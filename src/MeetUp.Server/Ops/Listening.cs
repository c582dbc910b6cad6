using System.Net.Sockets;
using MeetUp.Server.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Ops;

/// <summary>Starting the process: where it listens, what it logs, and one clear line when it cannot start.</summary>
internal static class Listening
{
    private const string DefaultPort = "8000";

    public static void AddListening(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["URLS"] is null or "" && builder.Configuration["HTTP_PORTS"] is null or "")
        {
            builder.WebHost.UseUrls($"http://*:{builder.Configuration["PORT"] ?? DefaultPort}");
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true);

        // Request lines hold query strings, and a query string can hold a token.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Warning);
    }

    /// <summary>Migrates, listens and runs until told to stop. The exit code is 1 when it could not start.</summary>
    public static async Task<int> RunOrSayWhyAsync(this WebApplication app)
    {
        try
        {
            if (!DocumentBuild.IsRunning)
            {
                await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
            }

            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            await Console.Error.WriteLineAsync($"meetup: {reason}");
            return 1;
        }
    }

    /// <summary>What the operator can do something about; null for a bug, which keeps its stack trace.</summary>
    private static string? Reason(Exception failure) => failure switch
    {
        OptionsValidationException options => string.Join("; ", options.Failures),
        AddressInUseException or IOException { InnerException: AddressInUseException } => $"the port is in use: {failure.Message}",
        IOException or UnauthorizedAccessException => failure.Message,
        SocketException => $"cannot listen: {failure.Message}",
        InvalidOperationException { InnerException: FormatException or ArgumentException } => failure.Message,
        _ => failure.InnerException is { } inner ? Reason(inner) : null,
    };
}
