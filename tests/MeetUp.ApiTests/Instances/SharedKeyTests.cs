using System.Security.Cryptography;
using MeetUp.ApiTests.Harness;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetUp.ApiTests.Instances;

/// <summary>Instances are one server only if a token of one is good on the other.</summary>
public sealed class SharedKeyTests
{
    [Fact]
    public async Task Instance_WithAKeyOfItsOwn_DoesNotStartBesideOthers()
    {
        var prefix = RedisServer.NewPrefix();
        await using var first = new Alone(prefix, key: null);
        await first.InitializeAsync();
        await first.SignInAsync("ada");

        var refusal = await Assert.ThrowsAsync<StartException>(() => StartIdentityAsync(prefix, NewKey()));
        Assert.Contains(SigningKey.Variable, refusal.Message, StringComparison.Ordinal);
        await StartIdentityAsync(prefix, await File.ReadAllTextAsync(Path.Combine(first.DataPath, "signing-key.pem")));
    }

    [Fact]
    public async Task Token_IsGoodOnEveryInstance_ThatHasTheSameKey()
    {
        var (prefix, key) = (RedisServer.NewPrefix(), NewKey());
        await using var first = new Alone(prefix, key);
        await first.InitializeAsync();
        await using var second = new Alone(prefix, key);
        await second.InitializeAsync();

        Assert.Equal(
            await first.Anonymous.GetStringAsync(".well-known/jwks.json"), await second.Anonymous.GetStringAsync(".well-known/jwks.json"));
    }

    /// <summary>What a starting instance does about its key.</summary>
    private static async Task StartIdentityAsync(string prefix, string key)
    {
        var directory = Directory.CreateTempSubdirectory("meetup-test-");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["REDIS_URL"] = await RedisServer.UrlAsync(),
            ["MeetUp:Redis:Prefix"] = prefix,
            ["MEETUP_DATA_DIR"] = directory.FullName,
            [SigningKey.Variable] = key,
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddSingleton<Instance>().AddSingleton<DataDirectory>()
            .AddLogging().AddOptions().AddState(configuration).AddAuth().BuildServiceProvider();
        await using (services)
        {
            await services.StartStateAsync();
            await services.GetServices<IHostedService>().OfType<IdentityStart>().Single().StartAsync(CancellationToken.None);
        }

        directory.Delete(recursive: true);
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>One instance with a data directory of its own.</summary>
    private sealed class Alone : MeetUpServer
    {
        public Alone(string prefix, string? key)
        {
            Set("MeetUp__Redis__Prefix", prefix);
            if (key is not null)
            {
                Set("MEETUP_SIGNING_KEY", key);
            }
        }

        protected override bool HasTwoInstances => false;

        public override async ValueTask InitializeAsync()
        {
            Set(RedisUrl, await RedisServer.UrlAsync());
            await base.InitializeAsync();
        }
    }
}
