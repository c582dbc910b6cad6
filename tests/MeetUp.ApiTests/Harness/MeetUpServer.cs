using System.Net.Http.Headers;
using System.Net.Http.Json;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Realtime;
using MeetUp.Server.Realtime.Rooms;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// The real server on a real port of loopback, with a database of its own and a clock that stands still until a test moves it.
/// Tests speak to it as clients do: over HTTP and sockets, never through its services.
/// </summary>
public class MeetUpServer : IAsyncLifetime
{
    protected const string DatabaseUrl = "DATABASE_URL";
    protected const string RedisUrl = "REDIS_URL";

    private readonly string _dataDirectory = Directory.CreateTempSubdirectory("meetup-test-").FullName;
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        // A clock moved by hand leaves a client no time to answer a ping.
        ["MeetUp__Realtime__PongSeconds"] = "600",
        ["Logging__LogLevel__Default"] = "Warning",

        // A test signs in more people at one standing moment than a household does in a minute.
        ["MEETUP__LIMITS__REST"] = "off",

        // A busy machine is no outage.
        ["MeetUp__Data__ConnectTimeoutSeconds"] = "30",
        ["MeetUp__Data__CommandTimeoutSeconds"] = "30",

        // People of one session stay on two instances here, on purpose.
        ["MeetUp__Redis__Heal"] = "off",
    };

    private Factory? _factory;
    private Factory? _second;
    private int _guests;

    /// <summary>Starts at the machine's time, so that certificates and browsers agree, and moves only by hand.</summary>
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Where the server listens, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    public string DataPath => _dataDirectory;

    /// <summary>Nobody signed in.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    /// <summary>Sets an option before the start; override in a subclass's constructor.</summary>
    protected void Set(string name, string value) => _settings[name] = value;

    public virtual async ValueTask InitializeAsync()
    {
        if (!_settings.ContainsKey(DatabaseUrl))
        {
            // Never the one of whoever runs the tests.
            Set(DatabaseUrl, PostgresCluster.IsForAll ? await PostgresCluster.NewDatabaseAsync() : "");
        }

        if (!_settings.ContainsKey(RedisUrl))
        {
            Set(RedisUrl, HasTwoInstances ? await RedisServer.UrlAsync() : "");
            Set("MeetUp__Redis__Prefix", RedisServer.NewPrefix());
        }

        Start();
    }

    /// <summary>Stops the server and starts it again on the same data, after it was off for a while.</summary>
    public async Task RestartAsync(TimeSpan off = default)
    {
        await StopAsync();
        Clock.Advance(off);
        Start();
    }

    /// <summary>Stops the server as Ctrl-C does, moving the clock on for as long as that takes.</summary>
    public async Task StopAsync()
    {
        var stopping = Task.Run(async () =>
        {
            await _factory!.DisposeAsync();
            await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        });
        while (!stopping.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        await stopping;
    }

    /// <summary>Whether the server is two instances; some tests are about what one does by itself, others about what two do.</summary>
    protected virtual bool HasTwoInstances => RedisServer.IsForAll;

    private IEnumerable<Factory> Instances => new[] { _factory, _second }.OfType<Factory>();

    /// <summary>What is stored, for what has no way out over HTTP, such as audit events.</summary>
    internal MeetUpDb OpenDb() => _factory!.Services.GetRequiredService<Func<MeetUpDb>>()();

    /// <summary>What the realtime side knows about sessions.</summary>
    internal ISessionGate Gate => _factory!.Services.GetRequiredService<ISessionGate>();

    /// <summary>Waits until what people sent has been worked on and stored; what is still on the wire is not waited for.</summary>
    internal async Task UntilQuietAsync()
    {
        var desks = Instances.Select(instance => instance.Services.GetRequiredService<FrameDesk>()).ToList();
        var changes = Instances.Select(instance => instance.Services.GetRequiredService<StoredChanges>()).ToList();
        for (var i = 0; desks.Exists(desk => desk.AtWork > 0) || changes.Exists(line => line.Outstanding > 0); i++)
        {
            Assert.True(i < 2_000, "The server never came to rest.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        foreach (var instance in Instances)
        {
            await instance.Services.GetRequiredService<Server.State.IDirectory>().FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>One round of the sweeper, here and now.</summary>
    internal Task SweepAsync() =>
        _factory!.Services.GetServices<IHostedService>().OfType<LifecycleSweeper>().Single().SweepAsync(CancellationToken.None);

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_dataDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A guest of that name, ready to call.</summary>
    public async Task<Guest> SignInAsync(string displayName)
    {
        using var response = await Anonymous.PostAsJsonAsync(
            "api/v1/auth/guest", new GuestSignIn(displayName), ContractsJson.Default.GuestSignIn);
        response.EnsureSuccessStatusCode();
        var tokens = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair))!;
        return new Guest(this, tokens);
    }

    /// <summary>Where the next person's calls go: with two instances, to each in turn.</summary>
    internal Uri NextAddress() => Interlocked.Increment(ref _guests) % 2 == 0 && _second is not null ? _second.ClientOptions.BaseAddress : Address;

    /// <summary>A client that sends this bearer token, or none, and fails for any answer the OpenAPI document does not describe.</summary>
    public HttpClient ClientWith(string? accessToken, Uri? at = null)
    {
        var client = new HttpClient(new DescribedAnswers()) { BaseAddress = at ?? Address };
        if (accessToken is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        return client;
    }

    private void Start()
    {
        _factory = new Factory(_dataDirectory, _settings, Clock);
        _factory.UseKestrel(0);
        _factory.StartServer();
        Address = _factory.ClientOptions.BaseAddress;
        if (HasTwoInstances)
        {
            _second = new Factory(_dataDirectory, _settings, Clock);
            _second.UseKestrel(0);
            _second.StartServer();
        }

        Anonymous = ClientWith(accessToken: null);
    }

    private sealed class Factory(string dataDirectory, Dictionary<string, string?> settings, FakeTimeProvider clock)
        : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("MEETUP_DATA_DIR", dataDirectory);
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name.Replace("__", ":", StringComparison.Ordinal), value);
            }

            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        }
    }
}
