using MeetUp.Server.Features.Auth.Supabase;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>Opens the signing key when the server starts, so that an unusable one stops the start and not the first sign-in.</summary>
internal sealed partial class IdentityStart(
    Issuers issuers, SigningKey key, IOptions<SupabaseOptions> supabase, ILogger<IdentityStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (issuers.BuiltIn)
        {
            _ = key.Security;
        }

        if (supabase.Value.Url is { } url && new Uri(url) is { IsLoopback: false } uri && uri.Scheme == Uri.UriSchemeHttp)
        {
            LogPlainHttp();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "SUPABASE_URL is plain http: whoever is on the way could hand out keys of their own.")]
    private partial void LogPlainHttp();
}
