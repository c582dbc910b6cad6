using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// Writes one person's <c>peer_location</c> frames. Made once per person, since all that comes before the numbers never changes.
/// Promises: allocates nothing; coordinates are numerically what was sent, their text copied wherever it is plain and short.
/// Safe from any thread.
/// </summary>
internal sealed class PeerLocationEncoder(Guid userId)
{
    /// <summary>No frame is longer.</summary>
    public const int MaxBytes = 448;

    private readonly byte[] _opening =
        Encoding.UTF8.GetBytes($$"""{"type":"peer_location","payload":{"user_id":"{{userId}}","lat":""");

    /// <summary>Writes the frame into <paramref name="destination"/>, of at least <see cref="MaxBytes"/>, and returns its length.</summary>
    public int Encode(Span<byte> destination, in ParsedFrame frame, DateTimeOffset receivedAt, long seq)
    {
        var fix = frame.Fix;
        var output = new Output(destination);
        output.Text(_opening);
        output.Number(frame.LatText, fix.Lat);
        output.Text(",\"lon\":"u8);
        output.Number(frame.LonText, fix.Lon);
        output.Text(",\"accuracy_m\":"u8);
        output.Number(frame.AccuracyText, fix.AccuracyM);
        output.Text(",\"timestamp\":\""u8);
        output.Length += Rfc3339.WriteInstant(output.Rest, fix.Timestamp);
        output.Text("\",\"received_at\":\""u8);
        output.Length += Rfc3339.WriteMillis(output.Rest, receivedAt);
        output.Text("\",\"seq\":"u8);
        output.Number(seq);
        if (fix.HeadingDeg is { } headingDeg)
        {
            output.Text(",\"heading_deg\":"u8);
            output.Number(frame.HeadingText, headingDeg);
        }

        if (fix.SpeedMps is { } speedMps)
        {
            output.Text(",\"speed_mps\":"u8);
            output.Number(frame.SpeedText, speedMps);
        }

        output.Text("}}"u8);
        return output.Length;
    }

    /// <summary>A span that is filled from the front.</summary>
    private ref struct Output(Span<byte> destination)
    {
        /// <summary>Longer texts than any double needs are written anew.</summary>
        private const int MaxNumberLength = 24;

        private readonly Span<byte> _destination = destination;

        public int Length;

        public readonly Span<byte> Rest => _destination[Length..];

        public void Text(ReadOnlySpan<byte> text)
        {
            text.CopyTo(Rest);
            Length += text.Length;
        }

        public void Number(ReadOnlySpan<byte> sent, double value)
        {
            if (sent.Length <= MaxNumberLength && !sent.ContainsAny((byte)'e', (byte)'E'))
            {
                Text(sent);
                return;
            }

            value.TryFormat(Rest, out var written, default, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void Number(long value)
        {
            Utf8Formatter.TryFormat(value, Rest, out var written);
            Length += written;
        }
    }
}
