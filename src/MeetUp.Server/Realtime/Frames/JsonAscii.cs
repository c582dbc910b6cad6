using System.Buffers.Text;
using System.Text.Json;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// JSON strings that can only be plain ASCII here: names, types, times and tokens. The reader's own comparison throws on half a
/// surrogate pair, and a frame can hold hundreds of those; this one costs the same whatever is sent.
/// </summary>
internal static class JsonAscii
{
    private const int LongestName = 32;

    /// <summary>Whether the name or string the reader stands on says this.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(name);
        }

        Span<byte> text = stackalloc byte[LongestName];
        return TryUnescape(reader.ValueSpan, text, out var length) && text[..length].SequenceEqual(name);
    }

    /// <summary>Undoes the escapes of a valid JSON string; false when the text is not ASCII or does not fit.</summary>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> text, out int length)
    {
        length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var value = (int)raw[i];
            if (value == '\\')
            {
                i++;
                value = raw[i] switch
                {
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    (byte)'n' => '\n',
                    (byte)'r' => '\r',
                    (byte)'t' => '\t',
                    (byte)'u' => ReadHex(raw.Slice(i + 1, 4)),
                    var plain => plain,
                };
                i += raw[i] == 'u' ? 4 : 0;
            }

            if (value > 0x7F || length == text.Length)
            {
                return false;
            }

            text[length++] = (byte)value;
        }

        return true;
    }

    /// <summary>The reader has seen to it that these are four hexadecimal digits.</summary>
    private static int ReadHex(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out ushort value, out _, 'x') ? value : ushort.MaxValue;
}
