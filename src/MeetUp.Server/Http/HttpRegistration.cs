using MeetUp.Contracts;
using MeetUp.Server.Http.Idempotency;
using MeetUp.Server.Http.Limits;
using MeetUp.Server.Ops.Metrics;
using MeetUp.Server.State;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Http;

/// <summary>What every call passes through, in order, before and around its endpoint.</summary>
internal static class HttpRegistration
{
    /// <summary>Deeper JSON than any body of ours, by far.</summary>
    private const int MaxJsonDepth = 16;

    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HttpOptions, HttpOptionsValidator>().BindConfiguration(HttpOptions.Section);
        services.AddOptionsWithValidateOnStart<LimitsOptions, LimitsOptionsValidator>().BindConfiguration(LimitsOptions.Section);
        services.AddOptionsWithValidateOnStart<IdempotencyOptions, IdempotencyOptionsValidator>().BindConfiguration(IdempotencyOptions.Section);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = ContractLimits.MaxBodyBytes;
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            ContractsJson.Apply(options.SerializerOptions);
            options.SerializerOptions.MaxDepth = MaxJsonDepth;
        });

        // Thrown in every environment, so that Failures can say what was wrong; see BindingFailures.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddValidation();
        services.TryAddSingleton<AllowedOrigins>();
        services.AddCors();
        services.AddSingleton<IConfigureOptions<CorsOptions>, CorsPolicyOfOrigins>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ForwardingOfProxies>();
        services.AddSingleton<RestLimits>();
        return services;
    }

    /// <summary>
    /// The socket's endpoint runs from routing, and skips what comes after it: each step it passed would stay in memory for as long as it is open.
    /// </summary>
    public static void UseHttp(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HeadAsGet>();
        app.UseRouting();
        app.UseOffReaders();
        app.UseMiddleware<CountRequests>();
        app.UseMiddleware<Failures>();
        app.UseMiddleware<AllowedMethods>();
        app.UseMiddleware<BodyLimit>();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<RestLimitMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();
    }

    /// <summary>Pages of the allowed origins may call; the server's own pages need no leave. No cookies exist, so none are allowed.</summary>
    private sealed class CorsPolicyOfOrigins(AllowedOrigins origins) : IConfigureOptions<CorsOptions>
    {
        private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

        public void Configure(CorsOptions options) => options.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.IsListed)
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.Accept, IdempotencyMiddleware.Header)
            .WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
            .SetPreflightMaxAge(PreflightAge));
    }

    private sealed class ForwardingOfProxies(IOptions<HttpOptions> http) : IConfigureOptions<ForwardedHeadersOptions>
    {
        public void Configure(ForwardedHeadersOptions options)
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in http.Value.ProxyNetworks)
            {
                options.KnownIPNetworks.Add(network);
            }

            // The framework believes everyone when both lists are empty.
            options.ForwardedHeaders = options.KnownIPNetworks.Count > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
            options.ForwardLimit = null;
        }
    }
}
