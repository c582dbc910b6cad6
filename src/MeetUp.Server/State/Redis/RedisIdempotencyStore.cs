using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MeetUp.Server.State.Redis;

[JsonSerializable(typeof(StoredAnswer))]
internal sealed partial class StoredAnswerJson : JsonSerializerContext;

/// <summary>
/// Claims and answers of all instances. While Redis is away each instance keeps its own. A claim whose instance died is free again after
/// <see cref="ClaimLifetime"/>.
/// </summary>
internal sealed class RedisIdempotencyStore(
    RedisLink link, InProcessIdempotencyStore own, TimeProvider clock, IOptions<IdempotencyOptions> options) : IIdempotencyStore
{
    private const string Claim = """
        local entry = redis.call('HMGET', KEYS[1], 'body', 'answer', 'until')
        if entry[1] and tonumber(entry[3]) > tonumber(ARGV[3]) then
          if entry[1] ~= ARGV[1] then return {1} end
          if entry[2] then return {2, entry[2]} end
          return {3}
        end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'body', ARGV[1], 'until', string.format('%.0f', tonumber(ARGV[3]) + tonumber(ARGV[2])))
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return {0}
        """;

    private const string Complete = """
        redis.call('HSET', KEYS[1], 'answer', ARGV[1], 'until', string.format('%.0f', tonumber(ARGV[3]) + tonumber(ARGV[2])))
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        """;

    private static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Claims that were made in this instance's own store.</summary>
    private readonly ConcurrentDictionary<string, bool> _owned = new(StringComparer.Ordinal);

    private string Now => clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask<IdempotencyClaim> ClaimAsync(
        string scope, byte[] fingerprint, TimeSpan patience, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        try
        {
            while (true)
            {
                var result = (RedisResult[])(await link.Keys.ScriptEvaluateAsync(
                    Claim, [KeyOf(scope)], [fingerprint, (long)ClaimLifetime.TotalMilliseconds, Now]).WaitAsync(cancellationToken))!;
                switch ((int)result[0])
                {
                    case 0:
                        return new IdempotencyClaim(ClaimStatus.Yours);
                    case 1:
                        return new IdempotencyClaim(ClaimStatus.OtherBody);
                    case 2:
                        return new IdempotencyClaim(
                            ClaimStatus.Answered, JsonSerializer.Deserialize((byte[])result[1]!, StoredAnswerJson.Default.StoredAnswer));
                    case var _ when clock.GetElapsedTime(startedAt) >= patience:
                        return new IdempotencyClaim(ClaimStatus.Busy);
                    default:
                        await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
                        break;
                }
            }
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            var claim = await own.ClaimAsync(scope, fingerprint, patience, cancellationToken);
            if (claim.Status == ClaimStatus.Yours)
            {
                _owned[scope] = true;
            }

            return claim;
        }
    }

    public async ValueTask CompleteAsync(string scope, StoredAnswer answer, CancellationToken cancellationToken)
    {
        if (_owned.TryRemove(scope, out _))
        {
            await own.CompleteAsync(scope, answer, cancellationToken);
            return;
        }

        var lifetime = TimeSpan.FromSeconds(options.Value.LifetimeSeconds);
        await TryAsync(() => link.Keys.ScriptEvaluateAsync(
            Complete,
            [KeyOf(scope)],
            [JsonSerializer.SerializeToUtf8Bytes(answer, StoredAnswerJson.Default.StoredAnswer), (long)lifetime.TotalMilliseconds, Now]));
    }

    public async ValueTask AbandonAsync(string scope, CancellationToken cancellationToken)
    {
        if (_owned.TryRemove(scope, out _))
        {
            await own.AbandonAsync(scope, cancellationToken);
            return;
        }

        await TryAsync(() => link.Keys.KeyDeleteAsync(KeyOf(scope)));
    }

    private static async Task TryAsync(Func<Task> command)
    {
        try
        {
            await command();
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            // The claim expires; the caller has their answer.
        }
    }

    /// <summary>A scope holds what a caller sent; its hash does not.</summary>
    private string KeyOf(string scope) => link.Key(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scope))), "answer");
}
