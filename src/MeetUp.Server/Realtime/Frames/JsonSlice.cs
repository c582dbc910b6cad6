using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>Where in a frame a value stands: what it is and its bytes, without the quotes of a string.</summary>
internal readonly struct JsonSlice(JsonTokenType type, int start, int length, bool isEscaped)
{
    /// <summary>Of a time that needs unescaping; nobody's does.</summary>
    private const int LongestTime = 128;

    /// <summary>Absent or null: the two are the same to this protocol.</summary>
    public bool IsMissing => type is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The value of the member whose name the reader stands on; of an object or array only the beginning. Moves past it.</summary>
    public static JsonSlice TakeNext(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isString = reader.TokenType == JsonTokenType.String;
        var slice = new JsonSlice(
            reader.TokenType, (int)reader.TokenStartIndex + (isString ? 1 : 0), reader.ValueSpan.Length, reader.ValueIsEscaped);
        reader.Skip();
        return slice;
    }

    public ReadOnlySpan<byte> BytesIn(ReadOnlySpan<byte> utf8) => utf8.Slice(start, length);

    /// <summary>The number, if it is one that a double can hold.</summary>
    public bool TryGetNumber(ReadOnlySpan<byte> utf8, out double value)
    {
        value = 0;
        return type == JsonTokenType.Number
            && double.TryParse(BytesIn(utf8), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    public bool TryGetBoolean(out bool value)
    {
        value = type == JsonTokenType.True;
        return value || type == JsonTokenType.False;
    }

    public bool IsString => type == JsonTokenType.String;

    /// <summary>The time, if it is one.</summary>
    public bool TryGetTime(ReadOnlySpan<byte> utf8, out DateTimeOffset value)
    {
        value = default;
        Span<byte> buffer = stackalloc byte[LongestTime];
        return TryGetAscii(utf8, buffer, out var text) && Rfc3339.TryParse(text, out value);
    }

    /// <summary>The text, if it is a string of nothing but ASCII; its escapes are undone in <paramref name="buffer"/>.</summary>
    public bool TryGetAscii(ReadOnlySpan<byte> utf8, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        text = IsString ? BytesIn(utf8) : default;
        if (!isEscaped)
        {
            return IsString && Ascii.IsValid(text);
        }

        var isAscii = JsonAscii.TryUnescape(text, buffer, out var written);
        text = buffer[..written];
        return isAscii;
    }
}
