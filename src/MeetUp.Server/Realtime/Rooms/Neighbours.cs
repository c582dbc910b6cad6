using MeetUp.Contracts.Realtime;
using MeetUp.Server.Bus;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.State;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// What a room says to other instances and asks of the directory. A server that is its only instance has none, and says and asks nothing.
/// Promises: nothing the read loop calls waits; a directory that is away costs news of those who are elsewhere, nothing else.
/// </summary>
internal sealed class Neighbours(ISessionBus bus, IDirectory directory, IConfirmWindows windows, TimeProvider clock, ILogger<Neighbours> logger)
{
    private static readonly TimeSpan BeforeHealing = TimeSpan.FromSeconds(3);

    /// <summary>This instance, or null when there is no other.</summary>
    public string? Self => directory.InstanceId;

    public void Tell(IReadOnlyList<string> instances, BusMessage message)
    {
        foreach (var instance in instances)
        {
            bus.Send(instance, message);
        }
    }

    public void Remember(Member member)
    {
        if (Self is not null)
        {
            directory.Remember(member);
        }
    }

    public void Forget(Member member) => directory.Forget(member);

    public void ForgetAll(Guid sessionId) => directory.ForgetAll(sessionId);

    public void Left(Member member) => directory.Leave(member.SessionId, member.UserId, member.Arrival);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => TryAsync(directory.FlushAsync, cancellationToken);

    public void Watch(Action<string?> lost, Action back) => directory.Watch(lost, back);

    /// <summary>Lets a room catch up with what other instances know of its people.</summary>
    public ValueTask LookAsync(SessionRoom room, CancellationToken cancellationToken) => Self is null
        ? ValueTask.CompletedTask
        : TryAsync(
            async token =>
            {
                room.Learn(await directory.LookAsync(room.SessionId, token));
                if (await windows.FindAsync(room.SessionId, token) is { } window)
                {
                    room.ShowConfirmations(new ImHereUpdate(window.ConfirmedBy, window.ExpiresAt), fromElsewhere: true);
                }
            },
            cancellationToken);

    /// <summary>Whether someone is connected on another instance; when that cannot be found out, they may be.</summary>
    public async ValueTask<bool> MayBeConnectedAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var connected = Self is not null;
        if (connected)
        {
            await TryAsync(
                async token => connected = (await directory.LookAsync(sessionId, token)).Any(seat => seat.InstanceId is not null), cancellationToken);
        }

        return connected;
    }

    /// <summary>Whether other instances know anything of a session that has no room here.</summary>
    public async ValueTask<bool> AnythingKnownAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var known = false;
        await TryAsync(
            async token => known = (await directory.LookAsync(sessionId, token)).Any(seat => seat.InstanceId is not null || seat.Seq > 0),
            cancellationToken);
        return known;
    }

    /// <summary>Someone's socket is here from now on: the directory learns it, and whoever held them or holds their peer.</summary>
    public void Arrived(SessionRoom room, Member member, LiveConnection connection)
    {
        if (Self is not null)
        {
            _ = Task.Run(() => TryAsync(token => ArriveAsync(room, member, connection, token), CancellationToken.None).AsTask());
        }
    }

    private async ValueTask ArriveAsync(SessionRoom room, Member member, LiveConnection connection, CancellationToken cancellationToken)
    {
        var (arrival, before) = await directory.ArriveAsync(room.SessionId, member.UserId, cancellationToken);
        var isNewer = before.Any(seat => seat.UserId != member.UserId && seat.InstanceId is { } at && at != Self);
        if (!room.Settle(member, connection, arrival, before) || !isNewer)
        {
            return;
        }

        await Task.Delay(BeforeHealing, clock, cancellationToken);
        if (room.Elsewhere is { Count: > 0 } others && !connection.IsClosing && await directory.MayHealAsync(room.SessionId, cancellationToken))
        {
            // The newer connection shows where a proxy sends people now; should that have been a slip, it is the older one the next time.
            Tell(others, new ComeTogether(room.SessionId));
        }
    }

    private async ValueTask TryAsync(Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            NeighboursLog.Away(logger, exception.GetType().Name);
        }
    }
}

internal static partial class NeighboursLog
{
    [LoggerMessage(LogLevel.Information, "Other instances are out of reach: {Trouble}")]
    public static partial void Away(ILogger logger, string trouble);
}
