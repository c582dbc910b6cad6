using System.Buffers.Binary;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>One whole frame from the server: never masked, never fragmented, never compressed.</summary>
internal readonly record struct OutboundFrame(Opcode Opcode, ReadOnlyMemory<byte> Payload)
{
    public const int MaxHeaderBytes = 4;

    public static OutboundFrame Text(ReadOnlyMemory<byte> utf8) => new(Opcode.Text, utf8);

    public static OutboundFrame Close(int code)
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return new OutboundFrame(Opcode.Close, payload);
    }

    public int Length => HeaderLength(Payload.Length) + Payload.Length;

    /// <summary>How long the header of such a payload is. Nothing the server sends comes near 64 KiB.</summary>
    public static int HeaderLength(int payloadLength) => payloadLength switch
    {
        <= 125 => 2,
        <= ushort.MaxValue => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(payloadLength)),
    };

    public static void WriteHeader(Span<byte> destination, Opcode opcode, int payloadLength)
    {
        destination[0] = (byte)(0x80 | (byte)opcode);
        if (payloadLength <= 125)
        {
            destination[1] = (byte)payloadLength;
        }
        else
        {
            destination[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
        }
    }

    public void WriteTo(Span<byte> destination)
    {
        WriteHeader(destination, Opcode, Payload.Length);
        Payload.Span.CopyTo(destination[HeaderLength(Payload.Length)..]);
    }
}
