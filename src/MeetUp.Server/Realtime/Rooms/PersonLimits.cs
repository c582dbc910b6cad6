using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>How many updates a person may still send, whatever sessions and transports they use. Safe from any thread.</summary>
internal sealed class PersonLimit(Guid userId)
{
    private readonly Lock _lock = new();
    private readonly TokenBucket _bucket = new();

    public Guid UserId => userId;

    /// <summary>Guarded by <see cref="PersonLimits"/>: how many rooms hold it.</summary>
    public int Holders { get; set; }

    public bool TryTake(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _bucket.TryTake(now);
        }
    }
}

/// <summary>The limits of everyone who has a seat in a room: one each, so that a second session does not double what a person may send.</summary>
internal sealed class PersonLimits
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, PersonLimit> _limits = [];

    public PersonLimit Hold(Guid userId)
    {
        lock (_lock)
        {
            if (!_limits.TryGetValue(userId, out var limit))
            {
                _limits[userId] = limit = new PersonLimit(userId);
            }

            limit.Holders++;
            return limit;
        }
    }

    public void Release(PersonLimit limit)
    {
        lock (_lock)
        {
            if (--limit.Holders == 0)
            {
                _limits.Remove(limit.UserId);
            }
        }
    }
}
