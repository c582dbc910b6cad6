using System.Buffers.Binary;
using System.Buffers.Text;

namespace MeetUp.Server.Http;

/// <summary>
/// The last row of a page, by which the next one is found: new rows never shift what is still to come. Opaque to clients.
/// </summary>
internal readonly record struct PageCursor(DateTimeOffset At, Guid Id)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 100;

    private const int Bytes = 24;

    /// <summary>Null text is the first page and leaves <paramref name="cursor"/> null; false for what is no cursor of ours.</summary>
    public static bool TryRead(string? text, out PageCursor? cursor)
    {
        cursor = null;
        if (text is null)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        if (!Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        cursor = new PageCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..], bigEndian: true));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
