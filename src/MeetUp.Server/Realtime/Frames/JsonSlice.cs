using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>Where in a frame a value stands: what it is and its bytes, without the quotes of a string.</summary>
internal readonly struct JsonSlice(JsonTokenType type, int start, int length, bool isEscaped)
{
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
        return IsString && Rfc3339.TryParse(isEscaped ? Encoding.UTF8.GetBytes(GetString(utf8)) : BytesIn(utf8), out value);
    }

    /// <summary>The string without its escapes; allocates.</summary>
    /// <exception cref="InvalidOperationException">Half a surrogate pair.</exception>
    public string GetString(ReadOnlySpan<byte> utf8)
    {
        if (!isEscaped)
        {
            return Encoding.UTF8.GetString(BytesIn(utf8));
        }

        var reader = new Utf8JsonReader(utf8.Slice(start - 1, length + 2));
        reader.Read();
        return reader.GetString()!;
    }
}
