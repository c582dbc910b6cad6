using System.Globalization;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Ops.Health;
using MeetUp.Server.Ops.Logs;
using MeetUp.Server.Ops.Metrics;
using MeetUp.Server.Ops.Reference;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Ops;

/// <summary>What running the server needs: settings that are checked, logs, health and metrics.</summary>
internal static class OpsRegistration
{
    private const string DefaultPort = "8000";

    public static void AddOps(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        if (!DocumentBuild.IsRunning)
        {
            SettingsCheck.Run(builder.Configuration);
        }

        if (builder.Configuration["urls"] is not { Length: > 0 })
        {
            var port = builder.Configuration["PORT"] is { Length: > 0 } given ? given : DefaultPort;
            builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://*:{port}"));
        }

        builder.Services.AddApiReference();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DataDirectory>();
        builder.Services.AddSingleton<Instance>();
        builder.Services.AddSingleton<MetricsBook>();
        builder.Services.AddSingleton<ProcessGauges>();
        builder.Services.AddSingleton<HttpCounts>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<IDependency, DatabaseDependency>();
        builder.Services.AddSingleton<IDependency, DataDirectoryDependency>();
        builder.Services.AddSingleton<IDependency, AcceptingDependency>();
    }

    /// <summary>Everything that can be wrong is looked at before anyone is let in.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        if (!DocumentBuild.IsRunning)
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
            await app.Services.StartStateAsync();
        }
    }

    public static void MapOps(this WebApplication app)
    {
        // Counting begins before the first call, not with the first scrape.
        _ = app.Services.GetRequiredService<MetricsBook>();
        _ = app.Services.GetRequiredService<ProcessGauges>();

        var health = app.MapGroup("/health").WithTags("Operations");
        health.MapGet("/live", GetLive).WithName("GetLiveness")
            .WithSummary("Whether the process answers.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        health.MapGet("/ready", GetReadyAsync).WithName("GetReadiness")
            .WithSummary("Whether new people can be served, with a line for each part.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
        app.MapGet("/api/v1/metrics", MetricsEndpoint.Get).WithTags("Operations").WithName("GetMetrics")
            .WithSummary("Counters and gauges: JSON, or the text Prometheus reads where it is asked for.")
            .Produces<MetricsReport>(StatusCodes.Status200OK, "application/json", "text/plain", "application/openmetrics-text");
        app.MapGet("/config.json", GetConfig).WithTags("Operations").WithName("GetClientConfig")
            .WithSummary("What the web app may know of this server.");
        app.MapApiReference();
        if (app.Environment.IsDevelopment())
        {
            app.MapDebugPage();
        }
    }

    private static ContentHttpResult GetLive() => TypedResults.Text("live: ok\n");

    private static async Task<ContentHttpResult> GetReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var report = await readiness.AskAsync(cancellationToken);
        return TypedResults.Text(
            report.Text, statusCode: report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<ClientConfig> GetConfig(IConfiguration configuration, Issuers issuers)
    {
        var supabase = Text(configuration, "SUPABASE_URL") is { } url ? new SupabaseConfig(url.TrimEnd('/'), Text(configuration, "SUPABASE_ANON_KEY")) : null;
        return TypedResults.Ok(new ClientConfig(
            $"{Text(configuration, "MEETUP_PUBLIC_URL")?.TrimEnd('/')}/api/v1",
            Text(configuration, "MEETUP_MAP_STYLE_URL"),
            supabase,
            Guest: issuers.BuiltIn));
    }

    private static string? Text(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } text ? text : null;
}
