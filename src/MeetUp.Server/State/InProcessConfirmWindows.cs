using MeetUp.Server.Realtime.Meeting;

namespace MeetUp.Server.State;

/// <summary>Confirm windows of a server that is its only instance.</summary>
internal sealed class InProcessConfirmWindows(TimeProvider clock) : IConfirmWindows
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ConfirmWindow> _windows = [];

    public ValueTask<Confirmation> ConfirmAsync(Guid sessionId, Guid userId, bool close, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var window = _windows.GetValueOrDefault(sessionId);
            var step = window.Confirm(userId, close, clock.GetUtcNow());
            _windows[sessionId] = window;
            return ValueTask.FromResult(new Confirmation(
                [.. new[] { window.First, window.Second }.OfType<Guid>()],
                window.ExpiresAt,
                Counted: step != ConfirmStep.Repeated,
                Complete: window.Second is not null,
                window.AllClose));
        }
    }

    public ValueTask ForgetAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _windows.Remove(sessionId);
        }

        return ValueTask.CompletedTask;
    }
}
