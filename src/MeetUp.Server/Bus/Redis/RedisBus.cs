using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State.Redis;
using StackExchange.Redis;

namespace MeetUp.Server.Bus.Redis;

/// <summary>What goes over a channel at once.</summary>
internal sealed record BusBatch(string From, IReadOnlyList<BusMessage> Messages);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BusBatch))]
internal sealed partial class BusJson : JsonSerializerContext;

/// <summary>
/// The bus over Redis: an inbox channel per instance and one for all. Messages to one channel are gathered for a few milliseconds after
/// the last batch went out, so that many updates cost one command and a lonely one waits for nobody.
/// </summary>
internal sealed partial class RedisBus(RedisLink link, ILogger<RedisBus> logger) : ISessionBus
{
    private const int StartTries = 200;
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private Action<BusMessage> _receive = _ => { };

    public void Publish(BusMessage message)
    {
        _receive(message);
        Add("", link.ChannelOf(null), message);
    }

    public void Send(string instanceId, BusMessage message) => Add(instanceId, link.ChannelOf(instanceId), message);

    public void Subscribe(Action<BusMessage> receive) => _receive = receive;

    /// <summary>Listens from here on; whenever Redis comes back, again.</summary>
    /// <exception cref="StartException">Redis takes commands but no subscriptions.</exception>
    public async Task StartAsync()
    {
        var messages = link.Messages;

        // Calls fail fast, and a connection for subscriptions may still be shaking hands when the one for commands is ready.
        for (var tries = 0; !messages.IsConnected(); tries++)
        {
            if (tries == StartTries)
            {
                throw new StartException("The Redis of REDIS_URL takes no subscriptions, by which instances talk to each other.");
            }

            await Task.Delay(_betweenTries, TimeProvider.System);
        }

        foreach (var channel in new[] { link.ChannelOf(null), link.ChannelOf(link.InstanceId) })
        {
            (await messages.SubscribeAsync(channel)).OnMessage(message => Deliver(message.Message));
        }
    }

    private void Add(string name, RedisChannel channel, BusMessage message) =>
        _lines.GetOrAdd(name, static (_, made) => new Line(made.Bus, made.Channel), (Bus: this, Channel: channel)).Add(message);

    private void Deliver(RedisValue payload)
    {
        try
        {
            var batch = JsonSerializer.Deserialize((byte[])payload!, BusJson.Default.BusBatch)!;
            if (batch.From == link.InstanceId)
            {
                return;
            }

            foreach (var message in batch.Messages)
            {
                _receive(message);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailed(exception.GetType().Name);
        }
    }

    private async Task SendAsync(RedisChannel channel, List<BusMessage> messages)
    {
        try
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new BusBatch(link.InstanceId, messages), BusJson.Default.BusBatch);
            await link.Messages.PublishAsync(channel, payload);
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            // At most once: who missed it catches up when Redis is back.
        }
    }

    /// <summary>What waits for one channel.</summary>
    private sealed class Line(RedisBus bus, RedisChannel channel)
    {
        private const int MaxWaiting = 10_000;

        private readonly Lock _lock = new();
        private List<BusMessage> _waiting = [];
        private bool _running;

        public void Add(BusMessage message)
        {
            lock (_lock)
            {
                if (_waiting.Count < MaxWaiting)
                {
                    _waiting.Add(message);
                }

                if (_running)
                {
                    return;
                }

                _running = true;
            }

            _ = Task.Run(RunAsync);
        }

        private async Task RunAsync()
        {
            while (Take() is { } batch)
            {
                await bus.SendAsync(channel, batch);
                await Task.Delay(TimeSpan.FromMilliseconds(bus.BatchMs), TimeProvider.System);
            }
        }

        private List<BusMessage>? Take()
        {
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _running = false;
                    return null;
                }

                var batch = _waiting;
                _waiting = [];
                return batch;
            }
        }
    }

    private int BatchMs => link.Options.BatchMs;

    [LoggerMessage(1, LogLevel.Warning, "A message of another instance could not be used: {Trouble}")]
    private partial void LogFailed(string trouble);
}
