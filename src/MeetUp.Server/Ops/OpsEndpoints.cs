using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Scalar.AspNetCore;

namespace MeetUp.Server.Ops;

/// <summary>What operators and developers look at: health, metrics, the API reference, the debug page, and what the web app may know.</summary>
internal static class OpsEndpoints
{
    public static IServiceCollection AddOps(this IServiceCollection services)
    {
        services.AddOpenApi();
        services.AddSingleton<MetricsSnapshot>();
        return services;
    }

    public static void MapOps(this WebApplication app)
    {
        // It listens from here on, so that nothing counted before the first look is missed.
        app.Services.GetRequiredService<MetricsSnapshot>();
        app.MapHealth();
        app.MapGet("/config.json", WebConfig).WithName("WebConfig").WithTags("Web");
        app.MapGet("/api/v1/metrics", Metrics).WithName("Metrics").WithTags("Health");
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options.WithTitle("MeetUp").DisableDefaultFonts());
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/debug", DebugPage).ExcludeFromDescription();
        }
    }

    private static ContentHttpResult Metrics(HttpRequest request, MetricsSnapshot metrics)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("text/plain", StringComparison.OrdinalIgnoreCase) || accept.Contains("openmetrics", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Text(metrics.ToPrometheus(), "text/plain; version=0.0.4; charset=utf-8")
            : TypedResults.Text(metrics.ToJson().ToJsonString(), "application/json");
    }

    private static ContentHttpResult WebConfig(IConfiguration configuration)
    {
        var supabase = configuration["SUPABASE_URL"] is { Length: > 0 } url && configuration["SUPABASE_ANON_KEY"] is { Length: > 0 } key
            ? new JsonObject { ["url"] = url, ["anon_key"] = key }
            : null;
        var config = new JsonObject
        {
            ["api_base"] = "/api/v1",
            ["map_style_url"] = configuration["MEETUP_MAP_STYLE_URL"] is { Length: > 0 } style ? style : null,
            ["supabase"] = supabase,
            ["guest"] = configuration["SUPABASE_URL"] is not { Length: > 0 },
        };
        return TypedResults.Text(config.ToJsonString(), "application/json");
    }

    private static IResult DebugPage()
    {
        var page = Path.Combine(AppContext.BaseDirectory, "web", "client.html");
        return File.Exists(page) ? TypedResults.PhysicalFile(page, "text/html; charset=utf-8") : Http.Problems.NotFound;
    }
}
