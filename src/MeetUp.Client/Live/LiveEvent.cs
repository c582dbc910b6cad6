using System.Text;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>Something that happened in a live session.</summary>
public abstract record LiveEvent
{
    private LiveEvent()
    {
    }

    /// <summary>The server sent a frame; the view already shows it.</summary>
    /// <param name="Frame">What it sent.</param>
    public sealed record FrameReceived(ServerFrame Frame) : LiveEvent
    {
        /// <summary>The kind of frame only: frames hold positions.</summary>
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.Append(Frame.GetType().Name);
            return true;
        }
    }

    /// <summary>The connection changed.</summary>
    /// <param name="Status">What it is now.</param>
    /// <param name="GraceUntil">In <see cref="LiveStatus.Grace"/>: until when the peer sees this person online, by the client's clock.</param>
    /// <param name="End">In <see cref="LiveStatus.Ended"/>: why.</param>
    public sealed record StatusChanged(LiveStatus Status, DateTimeOffset? GraceUntil = null, LiveEnd? End = null) : LiveEvent;
}
