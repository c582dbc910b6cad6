using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeetUp.Contracts;

/// <summary>
/// Times on the wire: RFC 3339, written in UTC with a <c>Z</c> and milliseconds; read with any offset.
/// A time without an offset is refused, since its reader would have to guess.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>The one format that is written.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !TryRead(ref reader, out var value))
        {
            throw new JsonException("Not an RFC 3339 time with an offset.");
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }

    private static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        value = default;
        return HasOffset(ref reader) && reader.TryGetDateTimeOffset(out value);
    }

    /// <summary>A trailing <c>Z</c> or <c>±hh:mm</c>; System.Text.Json alone would take local time for granted.</summary>
    private static bool HasOffset(ref Utf8JsonReader reader)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return text.Length >= 20 && (text[^1] is (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
    }
}
