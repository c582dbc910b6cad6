using System.Collections.Concurrent;

namespace MeetUp.Server.State.Redis;

/// <summary>
/// Gives this instance's sign of life and looks for those of the others it has to do with. Promises: one that died is noticed within
/// <see cref="Lifetime"/> and one beat; losing Redis, be it for a moment, and its return are told once each.
/// </summary>
internal sealed class InstanceWatch(RedisLink link, Agreement agreement) : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeWhileLost = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _others = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _over = new();
    private Action<string?> _lost = _ => { };
    private Action _back = () => { };
    private Task _watch = Task.CompletedTask;
    private bool _isLost;
    private int _drops;

    public void Watch(Action<string?> lost, Action back) => (_lost, _back) = (lost, back);

    public async Task StartAsync()
    {
        await SignAsync();
        _watch = Task.Run(WatchAsync);
    }

    /// <summary>Whether that instance lives; one that does is watched from now on.</summary>
    public async ValueTask<bool> IsAliveAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (instanceId == link.InstanceId || _others.ContainsKey(instanceId))
        {
            return true;
        }

        var alive = await link.Keys.KeyExistsAsync(SignOf(instanceId)).WaitAsync(cancellationToken);
        if (alive)
        {
            _others[instanceId] = true;
        }

        return alive;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watch;
        try
        {
            await link.Keys.KeyDeleteAsync(SignOf(link.InstanceId));
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            // It expires.
        }

        _over.Dispose();
    }

    private string SignOf(string instanceId) => link.Key(instanceId, "alive");

    private Task SignAsync() =>
        Task.WhenAll(link.Keys.StringSetAsync(SignOf(link.InstanceId), 1, Lifetime), agreement.RenewAsync());

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_isLost || !link.IsUp ? ProbeWhileLost : Beat, TimeProvider.System, _over.Token);
                await BeatAsync();
            }
            catch (Exception exception) when (RedisLink.IsTrouble(exception))
            {
                Lose();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task BeatAsync()
    {
        await SignAsync();
        var drops = link.Drops;
        if (!link.IsUp || drops != _drops)
        {
            _drops = drops;
            Lose();
        }

        if (!link.IsUp)
        {
            return;
        }

        if (_isLost)
        {
            _isLost = false;
            _others.Clear();
            _back();
        }

        foreach (var other in _others.Keys)
        {
            if (!await link.Keys.KeyExistsAsync(SignOf(other)) && _others.TryRemove(other, out _))
            {
                _lost(other);
            }
        }
    }

    private void Lose()
    {
        if (!_isLost)
        {
            _isLost = true;
            _lost(null);
        }
    }
}
