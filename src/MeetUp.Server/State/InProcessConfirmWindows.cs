using MeetUp.Contracts;
using MeetUp.Server.Realtime.Meeting;

namespace MeetUp.Server.State;

/// <summary>Confirm windows of a server that is its only instance.</summary>
internal sealed class InProcessConfirmWindows(TimeProvider clock) : IConfirmWindows
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ConfirmWindow> _windows = [];

    /// <summary>Sessions that are over, the longest first.</summary>
    private readonly Queue<(Guid SessionId, DateTimeOffset Until)> _byAge = new();
    private readonly HashSet<Guid> _over = [];

    public ValueTask<Confirmation> ConfirmAsync(Guid sessionId, Guid userId, bool close, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_over.Contains(sessionId))
            {
                return ValueTask.FromResult(new Confirmation([], clock.GetUtcNow(), Counted: false, Complete: false, AllClose: false));
            }

            var window = _windows.GetValueOrDefault(sessionId);
            var step = window.Confirm(userId, close, clock.GetUtcNow());
            _windows[sessionId] = window;
            return ValueTask.FromResult(ToConfirmation(window, counted: step != ConfirmStep.Repeated));
        }
    }

    public ValueTask<Confirmation?> FindAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(
                _windows.TryGetValue(sessionId, out var window) && window.IsOpenAt(clock.GetUtcNow()) ? ToConfirmation(window, counted: false) : null);
        }
    }

    public ValueTask ForgetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            while (_byAge.TryPeek(out var oldest) && oldest.Until < now)
            {
                _over.Remove(_byAge.Dequeue().SessionId);
            }

            _windows.Remove(sessionId);
            if (_over.Add(sessionId))
            {
                _byAge.Enqueue((sessionId, now.AddSeconds(ContractLimits.ConfirmWindowSeconds)));
            }
        }

        return ValueTask.CompletedTask;
    }

    private static Confirmation ToConfirmation(ConfirmWindow window, bool counted) => new(
        [.. new[] { window.First, window.Second }.OfType<Guid>()], window.ExpiresAt, counted, Complete: window.Second is not null, window.AllClose);
}
