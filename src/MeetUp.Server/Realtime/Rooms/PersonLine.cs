using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Frames;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Server.Realtime.Rooms;

/// <summary>What a person sends over one connection, handed to where it belongs. Used by that connection's read loop alone; never waits.</summary>
internal sealed class PersonLine(FrameDesk desk, SessionRoom room, Member member, LiveConnection connection) : IFrameReceiver
{
    private readonly FloodMeter _flood = new();

    /// <summary>For everything but updates, which have a limit of their own that follows the person.</summary>
    private readonly TokenBucket _commands = new();

    public bool Allow(DateTimeOffset now) => !_flood.CountFrame(now) || CloseFlooding();

    public void Receive(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        var frame = ClientFrameParser.Parse(text);
        if (frame.Kind == FrameKind.LocationUpdate)
        {
            var outcome = room.TakeUpdate(member, frame, now);
            if (outcome.Code is not null)
            {
                Refuse(outcome, now);
            }
        }
        else if (frame.Error is { } error)
        {
            Refuse(FixOutcome.Malformed(error), now);
        }
        else if (!_commands.TryTake(now))
        {
            TellLimit(now);
        }
        else
        {
            Obey(frame, now);
        }
    }

    public void Disconnected() => room.Leave(member, connection);

    private void Obey(in ParsedFrame frame, DateTimeOffset now)
    {
        switch (frame.Kind)
        {
            case FrameKind.ImHere:
                desk.Confirm(room, member, frame.Manual, connection);
                break;
            case FrameKind.PauseSharing:
                room.Pause(member);
                break;
            case FrameKind.ResumeSharing:
                room.Resume(member);
                break;
            case FrameKind.EndSession:
                desk.End(room, member, connection);
                break;
            case FrameKind.Ping:
                connection.Send(new Pong(now));
                break;
            case FrameKind.AuthRefresh:
                desk.RefreshToken(frame.ReadToken(), connection);
                break;
            default:
                throw new InvalidOperationException($"Nobody handles {frame.Kind}.");
        }
    }

    private void Refuse(FixOutcome outcome, DateTimeOffset now)
    {
        desk.Counters.UpdateRefused(outcome.Reason ?? outcome.Code!);
        if (outcome.Code == ErrorCodes.RateLimitExceeded)
        {
            TellLimit(now);
            return;
        }

        connection.SendError(outcome.Code!, outcome.Detail!, outcome.Field, outcome.Reason);
        if (outcome.Code is ErrorCodes.InvalidPayload or ErrorCodes.UnknownType && _flood.CountBadFrame(now))
        {
            CloseFlooding();
        }
    }

    private void TellLimit(DateTimeOffset now)
    {
        if (_flood.MayTellLimit(now))
        {
            connection.SendError(ErrorCodes.RateLimitExceeded, FixOutcome.TooMany.Detail!);
        }
    }

    /// <returns>False, for <see cref="Allow"/>.</returns>
    private bool CloseFlooding()
    {
        connection.SendError(ErrorCodes.RateLimitExceeded, "Too many frames.");
        connection.Close(CloseCodes.Flooding);
        return false;
    }
}
