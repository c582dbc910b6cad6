using MeetUp.Server.Features.Auth.Supabase;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State.Redis;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>Opens the signing key when the server starts, so that one that is unusable, or not that of the other instances, stops the start and not
/// the first sign-in.</summary>
internal sealed partial class IdentityStart(
    Issuers issuers, SigningKey key, IServiceProvider services, IOptions<SupabaseOptions> supabase, ILogger<IdentityStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (issuers.BuiltIn)
        {
            await OpenKeyAsync();
        }

        if (supabase.Value.Url is { } url && new Uri(url) is { IsLoopback: false } uri && uri.Scheme == Uri.UriSchemeHttp)
        {
            LogPlainHttp();
        }

    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenKeyAsync()
    {
        var keyId = key.Security.KeyId;
        if (services.GetService<Agreement>() is { } agreement && !await agreement.IsSharedAsync("signing-key", keyId))
        {
            throw new StartException(
                $"other instances sign with another key. Give all of them the same {SigningKey.Variable}, or the same MEETUP_DATA_DIR; to change it, stop them all first.");
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "SUPABASE_URL is plain http: whoever is on the way could hand out keys of their own.")]
    private partial void LogPlainHttp();
}
