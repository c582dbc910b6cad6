namespace MeetUp.Server.State;

/// <summary>The directory of a server that is its only instance: its rooms know everything there is to know.</summary>
internal sealed class LoneDirectory : IDirectory
{
    public string? InstanceId => null;

    public ValueTask<IReadOnlyList<SeatRecord>> LookAsync(Guid sessionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SeatRecord>>([]);

    public ValueTask<(long Arrival, IReadOnlyList<SeatRecord> Before)> ArriveAsync(
        Guid sessionId, Guid userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<(long, IReadOnlyList<SeatRecord>)>((0, []));

    public void Leave(Guid sessionId, Guid userId, long arrival)
    {
    }

    public void Remember(IRemembered person)
    {
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Forget(IRemembered person)
    {
    }

    public void ForgetAll(Guid sessionId)
    {
    }

    public ValueTask<bool> MayHealAsync(Guid sessionId, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public void Watch(Action<string?> lost, Action back)
    {
    }
}
