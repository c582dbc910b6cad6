using MeetUp.Contracts;
using StackExchange.Redis;

namespace MeetUp.Server.State.Redis;

/// <summary>Confirm windows of all instances: one script decides. While Redis is away each instance decides for those it holds.</summary>
internal sealed class RedisConfirmWindows(RedisLink link, InProcessConfirmWindows own, TimeProvider clock) : IConfirmWindows
{
    /// <summary>The value is the row of <see cref="Realtime.Meeting.ConfirmWindow"/>: first, second, expiry, all close.</summary>
    private const string Script = """
        local w = redis.call('HMGET', KEYS[1], 'first', 'second', 'expires', 'close')
        local now = tonumber(ARGV[3])
        local counted = 0
        if w[1] == 'over' then return {} end
        if not w[1] or now > tonumber(w[3]) then
          w = {ARGV[1], '', string.format('%.0f', now + tonumber(ARGV[4])), ARGV[2]}
          counted = 1
        elseif ARGV[1] ~= w[1] and w[2] == '' then
          w[2] = ARGV[1]
          if ARGV[2] == '0' then w[4] = '0' end
          counted = 1
        end
        if counted == 1 then
          redis.call('HSET', KEYS[1], 'first', w[1], 'second', w[2], 'expires', w[3], 'close', w[4])
          redis.call('PEXPIRE', KEYS[1], 2 * tonumber(ARGV[4]))
        end
        return {w[1], w[2], w[3], w[4], counted}
        """;

    public async ValueTask<Confirmation> ConfirmAsync(Guid sessionId, Guid userId, bool close, CancellationToken cancellationToken)
    {
        try
        {
            var row = (RedisResult[])(await link.Keys.ScriptEvaluateAsync(
                Script,
                [KeyOf(sessionId)],
                [userId.ToString(), close ? "1" : "0", clock.GetUtcNow().ToUnixTimeMilliseconds(), ContractLimits.ConfirmWindowSeconds * 1_000])
                .WaitAsync(cancellationToken))!;
            if (row.Length == 0)
            {
                return new Confirmation([], clock.GetUtcNow(), Counted: false, Complete: false, AllClose: false);
            }

            var second = (string)row[1]!;
            return new Confirmation(
                second.Length > 0 ? [Guid.Parse((string)row[0]!), Guid.Parse(second)] : [Guid.Parse((string)row[0]!)],
                DateTimeOffset.FromUnixTimeMilliseconds((long)row[2]),
                Counted: (long)row[4] == 1,
                Complete: second.Length > 0,
                AllClose: (string)row[3]! == "1");
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            return await own.ConfirmAsync(sessionId, userId, close, cancellationToken);
        }
    }

    public async ValueTask<Confirmation?> FindAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        try
        {
            var row = await link.Keys.HashGetAsync(KeyOf(sessionId), ["first", "second", "expires", "close"]).WaitAsync(cancellationToken);
            if (row[0].IsNull || row[0] == "over" || DateTimeOffset.FromUnixTimeMilliseconds((long)row[2]) is var expiresAt && expiresAt < clock.GetUtcNow())
            {
                return null;
            }

            var second = (string)row[1]!;
            return new Confirmation(
                second.Length > 0 ? [Guid.Parse((string)row[0]!), Guid.Parse(second)] : [Guid.Parse((string)row[0]!)],
                DateTimeOffset.FromUnixTimeMilliseconds((long)row[2]), Counted: false, Complete: second.Length > 0, AllClose: row[3] == "1");
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            return await own.FindAsync(sessionId, cancellationToken);
        }
    }

    public async ValueTask ForgetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await own.ForgetAsync(sessionId, cancellationToken);
        try
        {
            await link.Keys.ScriptEvaluateAsync(
                "redis.call('DEL', KEYS[1]); redis.call('HSET', KEYS[1], 'first', 'over'); redis.call('EXPIRE', KEYS[1], ARGV[1])",
                [KeyOf(sessionId)],
                [ContractLimits.ConfirmWindowSeconds]).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (RedisLink.IsTrouble(exception))
        {
            // It expires.
        }
    }

    private string KeyOf(Guid sessionId) => link.Key(sessionId.ToString(), "window");
}
