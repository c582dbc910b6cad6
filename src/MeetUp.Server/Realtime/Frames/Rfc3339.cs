using System.Globalization;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// Times as they cross the wire. Read: RFC 3339 with any offset and any number of decimals (seven are kept, the
/// rest dropped), <c>t</c> and <c>z</c> in either case; a leap second is refused, since no clock here has one. Written: UTC with <c>Z</c>.
/// </summary>
internal static class Rfc3339
{
    /// <summary>What <see cref="WriteInstant"/> needs at most.</summary>
    public const int MaxLength = 28;

    private const int SecondsLength = 19;
    private const int MillisLength = 23;
    private const int TickDecimals = 7;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset utc)
    {
        utc = default;
        if (text.Length < SecondsLength + 1
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)
            || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[SecondsLength..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction - offset;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        utc = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>With milliseconds, and more decimals only when there are any. Returns the length.</summary>
    public static int WriteInstant(Span<byte> destination, DateTimeOffset time)
    {
        time.UtcDateTime.TryFormat(destination, out var length, "O", CultureInfo.InvariantCulture);
        length--;
        while (length > MillisLength && destination[length - 1] == '0')
        {
            length--;
        }

        destination[length++] = (byte)'Z';
        return length;
    }

    /// <summary>With exactly milliseconds, as every time the server itself tells. Returns the length.</summary>
    public static int WriteMillis(Span<byte> destination, DateTimeOffset time)
    {
        time.UtcDateTime.TryFormat(destination, out _, "O", CultureInfo.InvariantCulture);
        destination[MillisLength] = (byte)'Z';
        return MillisLength + 1;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var decimals = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (decimals < 1)
        {
            return false;
        }

        for (var i = 0; i < TickDecimals; i++)
        {
            ticks = (ticks * 10) + (i < decimals ? rest[1 + i] - '0' : 0);
        }

        rest = rest[(1 + decimals)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        ticks = (text[0] == '-' ? -1 : 1) * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return true;
    }
}
