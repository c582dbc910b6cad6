using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Health;
using MeetUp.Server.Ops.Settings;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MeetUp.Server.State.Redis;

/// <summary>
/// The connections to Redis: one for keys and one for messages, so that a large answer never delays a message. Promises: while Redis is
/// away every call fails at once instead of piling up.
/// </summary>
internal sealed partial class RedisLink : IDependency, IAsyncDisposable
{
    private const int PatienceMs = 2_000;
    private const int RetryMs = 250;
    private const int KeepAliveSeconds = 5;

    private readonly ILogger<RedisLink> _logger;
    private readonly RedisOptions _options;
    private readonly Lazy<ConnectionMultiplexer> _keys;
    private readonly Lazy<ConnectionMultiplexer> _messages;
    private long _commands;
    private int _drops;

    public RedisLink(IConfiguration configuration, IOptions<RedisOptions> options, Instance instance, ILogger<RedisLink> logger)
    {
        (_logger, _options) = (logger, options.Value);
        InstanceId = instance.Id;
        var settings = RedisUrl.Parse(configuration[RedisUrl.Variable]!);
        settings.AbortOnConnectFail = true;

        // CONFIG GET, to see whether positions would end up on a disk.
        settings.AllowAdmin = true;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = PatienceMs;
        settings.AsyncTimeout = PatienceMs;
        settings.SyncTimeout = PatienceMs;
        settings.KeepAlive = KeepAliveSeconds;
        settings.ReconnectRetryPolicy = new LinearRetry(RetryMs);
        settings.HeartbeatInterval = TimeSpan.FromMilliseconds(RetryMs);
        settings.ClientName = $"meetup-{instance.Id}";
        _keys = new(() => Watch(Connect(settings)));
        _messages = new(() => Watch(Connect(settings)));
    }

    public string Name => "redis";

    /// <summary>If every instance said it was not ready because of Redis, nobody could be let in at all.</summary>
    public bool IsEssential => false;

    public string InstanceId { get; }

    public string Prefix => _options.Prefix;

    public RedisOptions Options => _options;

    /// <summary>How many commands were sent.</summary>
    public long Commands => Volatile.Read(ref _commands);

    /// <summary>How often a connection was lost; what was said meanwhile did not arrive.</summary>
    public int Drops => Volatile.Read(ref _drops);

    public IDatabase Keys
    {
        get
        {
            Interlocked.Increment(ref _commands);
            return _keys.Value.GetDatabase();
        }
    }

    public ISubscriber Messages
    {
        get
        {
            Interlocked.Increment(ref _commands);
            return _messages.Value.GetSubscriber();
        }
    }

    public bool IsUp => _keys is { IsValueCreated: true, Value.IsConnected: true } && _messages is { IsValueCreated: true, Value.IsConnected: true };

    /// <summary>Whether this is Redis being away, not a bug.</summary>
    public static bool IsTrouble(Exception exception) => exception is RedisException or TimeoutException or ObjectDisposedException;

    /// <summary>The channel of one instance, or of all.</summary>
    public RedisChannel ChannelOf(string? instanceId) => RedisChannel.Literal($"{Prefix}:{(instanceId is null ? "all" : $"in:{instanceId}")}");

    /// <summary>A key whose tag decides its slot, so that what one script touches is on one node of a cluster.</summary>
    public string Key(string tag, string rest) => $"{Prefix}:{{{tag}}}:{rest}";

    /// <summary>Connects, and looks whether positions would end up on a disk.</summary>
    public async Task StartAsync()
    {
        foreach (var server in _keys.Value.GetServers().Where(server => server.IsConnected))
        {
            if (await WritesToDiskAsync(server) is not { } what)
            {
                continue;
            }

            if (_options.Persistence == PersistenceRule.Refuse)
            {
                throw new StartException(
                    $"The Redis of REDIS_URL writes its memory, and with it positions, to a disk ({what}). Set save \"\" and appendonly no there, or MEETUP__REDIS__PERSISTENCE=warn here.");
            }

            LogPersistence(what);
        }

        _ = _messages.Value;
    }

    public async ValueTask<string?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        await Keys.PingAsync().WaitAsync(cancellationToken);
        return IsUp ? null : "away";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in new[] { _keys, _messages }.Where(connection => connection.IsValueCreated))
        {
            await connection.Value.DisposeAsync();
        }
    }

    private ConnectionMultiplexer Watch(ConnectionMultiplexer connection)
    {
        connection.ConnectionFailed += (_, _) => Interlocked.Increment(ref _drops);
        return connection;
    }

    private static ConnectionMultiplexer Connect(ConfigurationOptions settings)
    {
        try
        {
            return ConnectionMultiplexer.Connect(settings);
        }
        catch (RedisConnectionException exception)
        {
            throw new StartException($"The Redis of REDIS_URL cannot be reached: {exception.FailureType}.");
        }
    }

    private async Task<string?> WritesToDiskAsync(IServer server)
    {
        try
        {
            var save = (await server.ConfigGetAsync("save")).FirstOrDefault().Value;
            var append = (await server.ConfigGetAsync("appendonly")).FirstOrDefault().Value;
            return append == "yes" ? "appendonly yes" : save?.Length > 0 ? $"save {save}" : null;
        }
        catch (RedisServerException)
        {
            LogUnknown();
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis writes its memory, and with it people's last positions, to a disk: {What}")]
    private partial void LogPersistence(string what);

    [LoggerMessage(2, LogLevel.Warning, "Redis does not say whether it writes its memory to a disk; see to it that save and appendonly are off")]
    private partial void LogUnknown();
}
