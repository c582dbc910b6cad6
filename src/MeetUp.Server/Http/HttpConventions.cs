using System.Data.Common;
using System.Text.Json;
using MeetUp.Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Http;

/// <summary>What every answer has in common: each failure is a problem with a code from the closed list, and nothing leaks.</summary>
internal static class HttpConventions
{
    private const int OutageRetrySeconds = 2;

    public static IServiceCollection AddHttpConventions(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ProblemShape.Complete(context.HttpContext, context.ProblemDetails));
        services.AddValidation();
        services.ConfigureHttpJsonOptions(options => ContractsJson.Apply(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = ContractLimits.MaxBodyBytes;
        });
        return services;
    }

    public static void UseHttpConventions(this IApplicationBuilder app)
    {
        app.Use(SetHeaders);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync, SuppressDiagnosticsCallback = context => StatusOf(context.Exception) != 500 });
        app.UseStatusCodePages(context => Results.Problem(statusCode: context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var status = StatusOf(context.Features.Get<IExceptionHandlerFeature>()?.Error);
        if (status == 503)
        {
            context.Response.Headers.RetryAfter = OutageRetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Results.Problem(statusCode: status).ExecuteAsync(context);
    }

    /// <summary>A broken request is the caller's, a database that is away is an outage, the rest is ours.</summary>
    private static int StatusOf(Exception? error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        JsonException => 400,
        DbException or DbUpdateException { InnerException: DbException } => 503,
        { InnerException: DbException } => 503,
        _ => 500,
    };
}
