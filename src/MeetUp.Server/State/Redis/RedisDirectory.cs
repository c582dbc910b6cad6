using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MeetUp.Contracts;
using StackExchange.Redis;

namespace MeetUp.Server.State.Redis;

/// <summary>
/// The directory in Redis: a hash per session of who is where, a key per last fix that Redis itself forgets, and a sign of life per
/// instance. An entry counts only while its instance lives, so nothing has to be refreshed per connection.
/// </summary>
internal sealed class RedisDirectory(RedisLink link, InstanceWatch instances, TimeProvider clock) : IDirectory, IDisposable
{
    private const int SeatsSeconds = 90_000;
    private const int HealSeconds = 300;
    private const int MaxHealed = 2;
    private const int Buckets = 16;

    /// <summary>Seconds a write may be late by.</summary>
    private const int Margin = 1;

    private const string ArriveScript = """
        local before = redis.call('HGETALL', KEYS[1])
        local arrival = redis.call('INCR', KEYS[2])
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. arrival)
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        return {arrival, before}
        """;

    private const string LeaveScript = """
        if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
        """;

    private const string HealScript = """
        local times = redis.call('INCR', KEYS[1])
        if times == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
        return times
        """;

    private const string RememberScript = """
        for i = 1, #KEYS / 2 do
          local user, last, seq, gone = ARGV[4 * i - 1], ARGV[4 * i], ARGV[4 * i + 1], ARGV[4 * i + 2]
          if last == '' then
            redis.call('DEL', KEYS[2 * i - 1])
          else
            redis.call('SET', KEYS[2 * i - 1], last, 'EX', ARGV[1])
          end
          if seq ~= '0' then
            local had = redis.call('HMGET', KEYS[2 * i], 'no:' .. user, 'go:' .. user)
            redis.call('HSET', KEYS[2 * i],
              'no:' .. user, math.max(tonumber(seq), tonumber(had[1] or 0)), 'go:' .. user, math.max(tonumber(gone), tonumber(had[2] or 0)))
            redis.call('EXPIRE', KEYS[2 * i], ARGV[2])
          end
        end
        """;

    private readonly ConcurrentDictionary<(Guid, Guid), IRemembered> _dirty = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _flushing = new();
    private readonly CancellationTokenSource _over = new();
    private bool _isFlushing;

    public string? InstanceId => link.InstanceId;

    public async ValueTask<IReadOnlyList<SeatRecord>> LookAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var seats = await link.Keys.HashGetAllAsync(SeatsOf(sessionId)).WaitAsync(cancellationToken);
        return await ReadAsync(sessionId, seats.ToDictionary(seat => (string)seat.Name!, seat => (string)seat.Value!, StringComparer.Ordinal), cancellationToken);
    }

    public async ValueTask<(long Arrival, IReadOnlyList<SeatRecord> Before)> ArriveAsync(
        Guid sessionId, Guid userId, CancellationToken cancellationToken)
    {
        var result = (RedisResult[])(await link.Keys.ScriptEvaluateAsync(
            ArriveScript,
            [SeatsOf(sessionId), link.Key(TagOf(sessionId), "arrivals")],
            [$"at:{userId}", link.InstanceId, SeatsSeconds]).WaitAsync(cancellationToken))!;
        var pairs = (string[])result[1]!;
        var seats = Enumerable.Range(0, pairs.Length / 2).ToDictionary(i => pairs[2 * i], i => pairs[(2 * i) + 1], StringComparer.Ordinal);
        return ((long)result[0], await ReadAsync(sessionId, seats, cancellationToken));
    }

    public void Leave(Guid sessionId, Guid userId, long arrival) => Try(() => link.Keys.ScriptEvaluateAsync(
        LeaveScript, [SeatsOf(sessionId)], [$"at:{userId}", string.Create(CultureInfo.InvariantCulture, $"{link.InstanceId} {arrival}")]));

    public void Remember(IRemembered person)
    {
        _dirty.TryAdd((person.SessionId, person.UserId), person);
        if (!Volatile.Read(ref _isFlushing))
        {
            FlushSoon();
        }
    }

    /// <summary>One write at a time, each with what is true when it begins: so none brings back what a later one took away.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        var people = new List<IRemembered>();
        try
        {
            foreach (var key in _dirty.Keys)
            {
                if (_dirty.TryRemove(key, out var person))
                {
                    people.Add(person);
                }
            }

            await Task.WhenAll(people.GroupBy(person => TagOf(person.SessionId), StringComparer.Ordinal).Select(WriteAsync)).WaitAsync(cancellationToken);
        }
        catch
        {
            people.ForEach(person => _dirty.TryAdd((person.SessionId, person.UserId), person));
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Forget(IRemembered person)
    {
        _dirty[(person.SessionId, person.UserId)] = person;
        Try(() => FlushAsync(_over.Token).AsTask());
    }

    public void ForgetAll(Guid sessionId) => Try(async () =>
    {
        var fields = await link.Keys.HashKeysAsync(SeatsOf(sessionId));
        await link.Keys.KeyDeleteAsync(
            [SeatsOf(sessionId), .. PeopleOf(fields.Select(field => (string)field!)).Select(user => (RedisKey)FixOf(sessionId, user))]);
    });

    public async ValueTask<bool> MayHealAsync(Guid sessionId, CancellationToken cancellationToken) =>
        link.Options.Heal == Ops.Settings.Switch.On
        && (long)await link.Keys.ScriptEvaluateAsync(
            HealScript, [link.Key(TagOf(sessionId), $"{sessionId}:heal")], [HealSeconds]).WaitAsync(cancellationToken) <= MaxHealed;

    public void Watch(Action<string?> lost, Action back) => instances.Watch(lost, () =>
    {
        back();
        FlushSoon();
    });

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        _writing.Dispose();
    }

    private static string TagOf(Guid sessionId) =>
        (sessionId.ToByteArray()[^1] % Buckets).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Fields are a word of two letters and whom it is about.</summary>
    private static IEnumerable<Guid> PeopleOf(IEnumerable<string> fields) => fields.Select(field => Guid.Parse(field.AsSpan(3))).Distinct();

    private string SeatsOf(Guid sessionId) => link.Key(TagOf(sessionId), $"{sessionId}:seats");

    private string FixOf(Guid sessionId, Guid userId) => link.Key(TagOf(sessionId), $"{sessionId}:fix:{userId}");

    private async ValueTask<IReadOnlyList<SeatRecord>> ReadAsync(
        Guid sessionId, Dictionary<string, string> seats, CancellationToken cancellationToken)
    {
        var people = PeopleOf(seats.Keys).ToArray();
        if (people.Length == 0)
        {
            return [];
        }

        var fixes = await link.Keys.StringGetAsync([.. people.Select(user => (RedisKey)FixOf(sessionId, user))]).WaitAsync(cancellationToken);
        var records = new List<SeatRecord>(people.Length);
        foreach (var (user, fix) in people.Zip(fixes))
        {
            var last = fix.IsNull ? null : JsonSerializer.Deserialize((byte[])fix!, ContractsJson.Default.LastLocation);
            if (last is not null && clock.GetUtcNow() - last.ReceivedAt >= TimeSpan.FromSeconds(ContractLimits.FixLifetimeSeconds))
            {
                last = null;
            }

            var (seq, gone) = (NumberOf("no", user), NumberOf("go", user));
            string? instance = null;
            var arrival = 0L;
            if (seats.GetValueOrDefault($"at:{user}")?.Split(' ') is [var at, var number])
            {
                arrival = long.Parse(number, CultureInfo.InvariantCulture);
                instance = await instances.IsAliveAsync(at, cancellationToken) ? at : null;
            }

            records.Add(new SeatRecord(user, instance, arrival, last, seq, gone));
        }

        return records;

        long NumberOf(string what, Guid user) => long.Parse(seats.GetValueOrDefault($"{what}:{user}", "0"), CultureInfo.InvariantCulture);
    }

    private Task WriteAsync(IGrouping<string, IRemembered> people)
    {
        var keys = new List<RedisKey>();
        var values = new List<RedisValue> { ContractLimits.FixLifetimeSeconds - Margin, SeatsSeconds };
        foreach (var person in people)
        {
            var memory = person.Memory;
            RedisValue last = memory.Last is null ? "" : JsonSerializer.SerializeToUtf8Bytes(memory.Last, ContractsJson.Default.LastLocation);
            keys.AddRange([FixOf(person.SessionId, person.UserId), SeatsOf(person.SessionId)]);
            values.AddRange([person.UserId.ToString(), last, memory.Seq, memory.Gone]);
        }

        return link.Keys.ScriptEvaluateAsync(RememberScript, [.. keys], [.. values]);
    }

    /// <summary>At once when there was nothing for a second, else a second after the last time.</summary>
    private void FlushSoon()
    {
        lock (_flushing)
        {
            if (!_isFlushing)
            {
                _isFlushing = true;
                _ = Task.Run(FlushWhileDirtyAsync);
            }
        }
    }

    private async Task FlushWhileDirtyAsync()
    {
        while (IsMoreToFlush())
        {
            try
            {
                await FlushAsync(_over.Token);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, _over.Token);
            }
            catch (Exception exception) when (RedisLink.IsTrouble(exception) || exception is OperationCanceledException)
            {
                // The next fix of anyone tries again.
                Volatile.Write(ref _isFlushing, false);
                return;
            }
        }
    }

    private bool IsMoreToFlush()
    {
        lock (_flushing)
        {
            _isFlushing = !_dirty.IsEmpty && !_over.IsCancellationRequested;
            return _isFlushing;
        }
    }

    private static void Try(Func<Task> command) => _ = Task.Run(async () =>
    {
        try
        {
            await command();
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception) || exception is OperationCanceledException)
        {
            // What is left behind expires, or counts no more once its instance is gone.
        }
    });
}
