using System.Collections.Concurrent;
using MeetUp.Server.Realtime.Timing;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>What every connection shares, and the list of those that are open.</summary>
internal sealed class Switchboard(
    TimeProvider clock, TimingWheel wheel, LiveCounters counters, IOptions<RealtimeOptions> options, ILogger<Switchboard> logger)
{
    private readonly ConcurrentDictionary<LiveConnection, bool> _open = [];

    public TimeProvider Clock => clock;

    public TimingWheel Wheel => wheel;

    public LiveCounters Counters => counters;

    public RealtimeOptions Options { get; } = options.Value;

    public ILogger Logger => logger;

    public ICollection<LiveConnection> Open => _open.Keys;

    public void Add(LiveConnection connection)
    {
        counters.ConnectionOpened();
        _open[connection] = true;
    }

    public void Remove(LiveConnection connection, int code)
    {
        if (_open.TryRemove(connection, out _))
        {
            counters.ConnectionClosed(code);
        }
    }
}
