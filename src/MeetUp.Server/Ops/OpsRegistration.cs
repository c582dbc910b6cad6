using System.Globalization;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Ops.Health;
using MeetUp.Server.Ops.Logs;
using MeetUp.Server.Ops.Metrics;
using MeetUp.Server.Ops.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

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

        builder.Services.AddOpenApi();
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
        }
    }

    public static void MapOps(this WebApplication app)
    {
        // Counting begins before the first call, not with the first scrape.
        _ = app.Services.GetRequiredService<MetricsBook>();
        _ = app.Services.GetRequiredService<ProcessGauges>();

        var health = app.MapGroup("/health").WithTags("Operations");
        health.MapGet("/live", GetLive).WithName("GetLiveness");
        health.MapGet("/ready", GetReadyAsync).WithName("GetReadiness");
        app.MapGet("/api/v1/metrics", MetricsEndpoint.Get).WithTags("Operations").WithName("GetMetrics");
        app.MapGet("/config.json", GetConfig).WithTags("Operations").WithName("GetClientConfig");
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options.WithTitle("MeetUp").DisableDefaultFonts());
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
