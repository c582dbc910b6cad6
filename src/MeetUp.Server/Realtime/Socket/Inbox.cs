using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>What <see cref="Inbox.TryRead"/> found.</summary>
internal enum Inbound
{
    /// <summary>Nothing whole yet: read more.</summary>
    None,
    Text,
    Ping,
    Pong,
    Close,

    /// <summary>A piece of a message that is not whole yet.</summary>
    Fragment,

    /// <summary>The client broke the rules: close with <see cref="Inbox.Violation"/>.</summary>
    Violation,
}

/// <summary>
/// The receiving half of RFC 6455 for one connection: bytes in, whole messages out, at most <see cref="ContractLimits.MaxFrameBytes"/> each.
/// It holds a buffer only while a frame is unfinished, so an idle connection costs none. Used by the connection's read loop alone.
/// </summary>
internal sealed class Inbox
{
    public const int ProtocolError = 1002;

    private const int BufferBytes = ContractLimits.MaxFrameBytes + 14;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>Payload bytes still to come that nobody wants: the rest of a message that was too big.</summary>
    private ulong _unwanted;

    /// <summary>A fragmented message under way, so far.</summary>
    private byte[]? _message;
    private int _messageLength;
    private bool _inMessage;
    private bool _broken;

    /// <summary>The close code for the last <see cref="Inbound.Violation"/>.</summary>
    public int Violation { get; private set; }

    /// <summary>Room for what comes next.</summary>
    public Memory<byte> GetMemory()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        return _buffer.AsMemory(_end);
    }

    public void Commit(int count) => _end += count;

    /// <summary>Gives the buffers back where nothing is unfinished; <paramref name="always"/> when the connection is over.</summary>
    public void Release(bool always = false)
    {
        if (_buffer is not null && (always || _start == _end))
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (null, 0, 0);
        }

        if (_message is not null && (always || !_inMessage))
        {
            ArrayPool<byte>.Shared.Return(_message);
            (_message, _messageLength) = (null, 0);
        }
    }

    /// <summary>The next whole thing among the bytes received. <paramref name="payload"/> is good until the next call of anything here.</summary>
    public Inbound TryRead(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        SkipUnwanted();
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (_broken || bytes.Length < 2)
        {
            _start = _broken ? _end : _start;
            return Inbound.None;
        }

        var final = (bytes[0] & 0x80) != 0;
        var opcode = (Opcode)(bytes[0] & 0x0F);
        if ((bytes[0] & 0x70) != 0 || (bytes[1] & 0x80) == 0 || !IsExpected(opcode, final, bytes[1] & 0x7F))
        {
            return Refuse(ProtocolError);
        }

        if (!TryReadLength(bytes, out var header, out var length))
        {
            return Inbound.None;
        }

        if (length > ContractLimits.MaxFrameBytes - (ulong)(opcode == Opcode.Continuation ? _messageLength : 0))
        {
            _start += header + 4;
            _unwanted = length;
            _inMessage = !final;
            _messageLength = 0;
            return Refuse(length > long.MaxValue ? ProtocolError : CloseCodes.TooBig);
        }

        var whole = header + 4 + (int)length;
        if (bytes.Length < whole)
        {
            return Inbound.None;
        }

        _start += whole;
        var body = bytes[(header + 4)..whole];
        Unmask(body, bytes.Slice(header, 4));
        return Take(opcode, final, body, out payload);
    }

    private Inbound Take(Opcode opcode, bool final, Span<byte> body, out ReadOnlySpan<byte> payload)
    {
        payload = body;
        switch (opcode)
        {
            case Opcode.Ping:
                return Inbound.Ping;
            case Opcode.Pong:
                return Inbound.Pong;
            case Opcode.Close:
                return IsGoodClose(body) ? Inbound.Close : Refuse(ProtocolError);
            case Opcode.Binary:
                _inMessage = !final;
                return Refuse(CloseCodes.UnsupportedData);
            case Opcode.Text when final:
                break;
            default:
                _message ??= ArrayPool<byte>.Shared.Rent(ContractLimits.MaxFrameBytes);
                body.CopyTo(_message.AsSpan(_messageLength));
                _messageLength += body.Length;
                _inMessage = !final;
                if (!final)
                {
                    payload = default;
                    return Inbound.Fragment;
                }

                payload = _message.AsSpan(0, _messageLength);
                _messageLength = 0;
                break;
        }

        return Utf8.IsValid(payload) ? Inbound.Text : Refuse(CloseCodes.InvalidText);
    }

    /// <summary>Known opcodes only; control frames are short and whole; a message is continued, never interrupted by another.</summary>
    private bool IsExpected(Opcode opcode, bool final, int shortLength) => opcode switch
    {
        Opcode.Continuation => _inMessage,
        Opcode.Text or Opcode.Binary => !_inMessage,
        Opcode.Close or Opcode.Ping or Opcode.Pong => final && shortLength <= 125,
        _ => false,
    };

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int header, out ulong length)
    {
        length = (ulong)(bytes[1] & 0x7F);
        header = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header + 4)
        {
            return false;
        }

        length = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => length,
        };
        return true;
    }

    private static bool IsGoodClose(ReadOnlySpan<byte> body) => body.Length switch
    {
        0 => true,
        1 => false,
        _ => BinaryPrimitives.ReadUInt16BigEndian(body) is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)
            && Utf8.IsValid(body[2..]),
    };

    private Inbound Refuse(int code)
    {
        Violation = code;

        // After broken framing nothing can be told apart any more; after the rest, the next frame still can.
        _broken = code == ProtocolError;
        return Inbound.Violation;
    }

    private void SkipUnwanted()
    {
        if (_unwanted > 0)
        {
            var skipped = (int)Math.Min(_unwanted, (ulong)(_end - _start));
            _start += skipped;
            _unwanted -= (ulong)skipped;
        }
    }

    private static void Unmask(Span<byte> body, ReadOnlySpan<byte> key)
    {
        var mask = BinaryPrimitives.ReadUInt32LittleEndian(key);
        var wide = mask | ((ulong)mask << 32);
        while (body.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(body, BinaryPrimitives.ReadUInt64LittleEndian(body) ^ wide);
            body = body[8..];
        }

        for (var i = 0; i < body.Length; i++)
        {
            body[i] ^= key[i % 4];
        }
    }
}
