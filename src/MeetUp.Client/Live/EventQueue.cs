using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>
/// Events waiting for a reader. Promises order; that adding never waits; that of the unread positions of one person only the newest stays.
/// Everything else is kept in full up to the backlog; past it, a newer event of a kind takes the place of an unread older one of that kind,
/// so that a reader who never comes costs a bounded amount.
/// </summary>
internal sealed class EventQueue(int backlog)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<LiveEvent> _waiting = [];
    private readonly Channel<bool> _some = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _complete;

    public void Add(LiveEvent happened)
    {
        lock (_lock)
        {
            if (_complete)
            {
                return;
            }

            if (AlwaysConflates(happened) || _waiting.Count >= backlog)
            {
                Replace_NeedsLock(happened);
            }

            _waiting.AddLast(happened);
            Wake_NeedsLock();
        }
    }

    /// <summary>Lets readers finish once they have read what is there.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            Wake_NeedsLock();
        }
    }

    public async IAsyncEnumerable<LiveEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _some.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            while (TryTake(out var happened))
            {
                yield return happened;
            }

            lock (_lock)
            {
                if (_complete && _waiting.Count is 0)
                {
                    // For the next reader, who would wait for ever.
                    Wake_NeedsLock();
                    yield break;
                }
            }
        }
    }

    private static bool AlwaysConflates(LiveEvent happened) => happened is LiveEvent.FrameReceived { Frame: PeerLocation or Pong };

    private static (Type Kind, Guid? Person, string? Code) KindOf(LiveEvent happened) => happened switch
    {
        LiveEvent.FrameReceived { Frame: PeerLocation fix } => (typeof(PeerLocation), fix.UserId, null),
        LiveEvent.FrameReceived { Frame: PresenceUpdate presence } => (typeof(PresenceUpdate), presence.UserId, null),
        LiveEvent.FrameReceived { Frame: ErrorFrame error } => (typeof(ErrorFrame), null, error.Code),
        LiveEvent.FrameReceived received => (received.Frame.GetType(), null, null),
        _ => (happened.GetType(), null, null),
    };

    private bool TryTake(out LiveEvent happened)
    {
        lock (_lock)
        {
            happened = _waiting.First?.Value!;
            if (happened is not null)
            {
                _waiting.RemoveFirst();
            }

            return happened is not null;
        }
    }

    private void Replace_NeedsLock(LiveEvent newer)
    {
        var kind = KindOf(newer);
        for (var node = _waiting.Last; node is not null; node = node.Previous)
        {
            if (KindOf(node.Value) == kind)
            {
                _waiting.Remove(node);
                return;
            }
        }
    }

    private void Wake_NeedsLock() => _some.Writer.TryWrite(true);
}
