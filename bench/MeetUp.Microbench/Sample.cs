using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MeetUp.Microbench;

/// <summary>An update as a phone sends it.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The n-th fix of somebody who walks, ten a second.</summary>
    public static byte[] Update(int n) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"location_update","payload":{"lat":{{{52.5200071 + (n * 0.0000013):F7}}},"lon":13.4049541,"accuracy_m":5.2,"timestamp":"{{{Start.AddMilliseconds(100 * n):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}","heading_deg":87.5,"speed_mps":1.4}}"""));

    /// <summary>Text in one masked frame, of more than 125 and less than 64 Ki bytes.</summary>
    public static byte[] Masked(ReadOnlySpan<byte> text)
    {
        var frame = new byte[8 + text.Length];
        (frame[0], frame[1]) = (0x81, 0x80 | 126);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)text.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), 0x12345678);
        for (var i = 0; i < text.Length; i++)
        {
            frame[8 + i] = (byte)(text[i] ^ frame[4 + (i % 4)]);
        }

        return frame;
    }
}
