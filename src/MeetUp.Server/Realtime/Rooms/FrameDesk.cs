using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Http;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>
/// The frames that need more than memory: they are worked on beside the read loop, which goes on at once, and answered when done.
/// </summary>
internal sealed class FrameDesk(Confirmations confirmations, Endings endings, IAccessTokens tokens, LiveCounters counters, ILogger<FrameDesk> logger)
{
    private const string AwayMessage = "The server cannot do this right now; try again.";

    private int _atWork;

    public LiveCounters Counters => counters;

    /// <summary>How many frames are being worked on.</summary>
    public int AtWork => Volatile.Read(ref _atWork);

    /// <summary>"I'm here" over the socket; the answer is what both see, or an error.</summary>
    public void Confirm(SessionRoom room, Member member, bool manual, LiveConnection connection) =>
        Start(connection, async () =>
        {
            var outcome = await confirmations.ConfirmAsync(room, member, manual, CancellationToken.None);
            switch (outcome.Status)
            {
                case ConfirmStatus.NotCloseEnough:
                    connection.SendError(ErrorCodes.NotCloseEnough, "You are not close enough yet.");
                    break;
                case ConfirmStatus.NotActive:
                    connection.SendError(ErrorCodes.SessionNotActive, "The session is not active.");
                    break;
                case ConfirmStatus.Unavailable:
                    connection.SendError(ErrorCodes.Unavailable, AwayMessage);
                    break;
            }
        });

    public void End(SessionRoom room, Member member, LiveConnection connection) =>
        Start(connection, () => endings.EndAsync(room, EndReason.UserAction, member.UserId));

    /// <summary>A newer token for the same person keeps the connection alive; anything else ends it.</summary>
    public void RefreshToken(string token, LiveConnection connection) =>
        Start(connection, async () =>
        {
            if (await tokens.CheckAsync(token, CancellationToken.None) is { } identity && identity.UserId == connection.UserId)
            {
                connection.RenewToken(identity.ExpiresAt);
                return;
            }

            connection.SendError(ErrorCodes.Unauthenticated, "The token is not a valid one of yours.");
            connection.Close(CloseCodes.Unauthenticated);
        });

    private void Start(LiveConnection connection, Func<Task> work)
    {
        Interlocked.Increment(ref _atWork);
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                FrameDeskLog.Failed(logger, exception);
                connection.SendError(ErrorCodes.Unavailable, AwayMessage);
            }
            finally
            {
                Interlocked.Decrement(ref _atWork);
            }
        });
    }
}

internal static partial class FrameDeskLog
{
    [LoggerMessage(LogLevel.Warning, "A command over the socket failed")]
    public static partial void Failed(ILogger logger, Exception exception);
}
