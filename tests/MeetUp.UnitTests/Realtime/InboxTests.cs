using System.Net.WebSockets;
using System.Text;
using CsCheck;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.UnitTests.Realtime;

/// <summary>Our half of RFC 6455 against its text, and against the framework's over the same bytes.</summary>
public sealed class InboxTests
{
    private static readonly byte[] Euro = Encoding.UTF8.GetBytes("€");

    public static TheoryData<string, byte[], string> Cases => new()
    {
        { "text", Frame(0x81, "hi"u8), "text:hi" },
        { "empty text", Frame(0x81, ""u8), "text:" },
        { "text of 126", Frame(0x81, Bytes(126)), "text:" + new string('a', 126) },
        { "largest", Frame(0x81, Bytes(ContractLimits.MaxFrameBytes)), "text:" + new string('a', ContractLimits.MaxFrameBytes) },
        { "one byte too many", Frame(0x81, Bytes(ContractLimits.MaxFrameBytes + 1)), "close:1009" },
        { "fragments", [.. Frame(0x01, "he"u8), .. Frame(0x00, "l"u8), .. Frame(0x80, "lo"u8)], "text:hello" },
        { "ping between fragments", [.. Frame(0x01, "he"u8), .. Frame(0x89, "?"u8), .. Frame(0x80, "y"u8)], "ping:?,text:hey" },
        { "a character across fragments", [.. Frame(0x01, Euro.AsSpan(..1)), .. Frame(0x80, Euro.AsSpan(1..))], "text:€" },
        { "fragments too big together", [.. Frame(0x01, Bytes(3000)), .. Frame(0x80, Bytes(1097))], "close:1009" },
        { "fragments as big as can be", [.. Frame(0x01, Bytes(3000)), .. Frame(0x80, Bytes(1096))], "text:" + new string('a', 4096) },
        { "empty fragments", [.. Frame(0x01, ""u8), .. Frame(0x00, ""u8), .. Frame(0x80, ""u8)], "text:" },
        { "binary", Frame(0x82, "hi"u8), "close:1003" },
        { "not UTF-8", Frame(0x81, [0xC3, 0x28]), "close:1007" },
        { "half a character", Frame(0x81, Euro.AsSpan(..2)), "close:1007" },
        { "a surrogate", Frame(0x81, [0xED, 0xA0, 0x80]), "close:1007" },
        { "continuation of nothing", Frame(0x80, "x"u8), "close:1002" },
        { "text within a message", [.. Frame(0x01, "a"u8), .. Frame(0x81, "b"u8)], "close:1002" },
        { "reserved bit", Frame(0xC1, "hi"u8), "close:1002" },
        { "reserved opcode", Frame(0x83, "hi"u8), "close:1002" },
        { "reserved control opcode", Frame(0x8B, "hi"u8), "close:1002" },
        { "fragmented ping", Frame(0x09, "hi"u8), "close:1002" },
        { "long ping", Frame(0x89, Bytes(126)), "close:1002" },
        { "not masked", [0x81, 0x02, (byte)'h', (byte)'i'], "close:1002" },
        { "close", Frame(0x88, [0x03, 0xE8]), "goodbye:1000" },
        { "close with a reason", Frame(0x88, [0x0F, 0xA0, (byte)'x']), "goodbye:4000" },
        { "empty close", Frame(0x88, ""u8), "goodbye:" },
        { "close of one byte", Frame(0x88, [0x03]), "close:1002" },
        { "close with a code of nobody", Frame(0x88, [0x03, 0xED]), "close:1002" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bytes_MeanWhatTheRulesSay(string name, byte[] bytes, string expected)
    {
        _ = name;
        Assert.Equal(expected, string.Join(',', Read(bytes, [bytes.Length])));
        Assert.Equal(expected, string.Join(',', Read(bytes, [1])));
    }

    [Fact]
    public void Violation_OtherThanOfFraming_LeavesTheNextFramesReadable()
    {
        byte[] bytes = [.. Frame(0x81, Bytes(6000)), .. Frame(0x82, "x"u8), .. Frame(0x81, [0xFF]), .. Frame(0x88, [0x03, 0xE8])];

        Assert.Equal("close:1009,close:1003,close:1007,goodbye:1000", string.Join(',', Read(bytes, [7], stopAtViolation: false)));
    }

    [Fact]
    public void Violation_OfFraming_EndsAllReading()
    {
        byte[] bytes = [.. Frame(0x83, "x"u8), .. Frame(0x81, "hi"u8)];

        Assert.Equal("close:1002", Assert.Single(Read(bytes, [bytes.Length], stopAtViolation: false)));
    }

    [Fact]
    public void Length_BeyondAnyMemory_IsRefusedFromItsHeader()
    {
        byte[] bytes = [0x81, 0x80 | 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4];

        Assert.Equal("close:1009", Assert.Single(Read(bytes, [bytes.Length])));
    }

    /// <summary>The framework knows neither our size limit nor our dislike of binary, so those are left out here.</summary>
    [Fact]
    public async Task Bytes_MeanToUsWhatTheyMeanToTheFramework()
    {
        var opcode = Gen.Frequency((12, Gen.Const((byte)1)), (6, Gen.Const((byte)0)), (3, Gen.Const((byte)9)), (2, Gen.Const((byte)10)), (1, Gen.Const((byte)3)), (1, Gen.Const((byte)8)));
        var payload = Gen.Frequency(
            (6, Gen.String[0, 40].Select(text => Encoding.UTF8.GetBytes(text))),
            (2, Gen.Byte.Array[0, 6]),
            (1, Gen.Const(Bytes(126))),
            (1, Gen.Const(Bytes(300))),
            (1, Gen.Const(new byte[] { 0x03, 0xE8 })));
        var frame = Gen.Select(opcode, Gen.Frequency((3, Gen.Const(0x80)), (1, Gen.Const(0))), payload, Gen.UInt)
            .Select((code, final, body, mask) => SocketPipe.ClientFrame((byte)(final | code), body, mask));
        await Gen.Select(frame.Array[1, 6], Gen.Int[1, 50].Array[1, 5]).SampleAsync(async (frames, cuts) =>
        {
            var bytes = frames.SelectMany(bytes => bytes).ToArray();
            var theirs = await ReadByFrameworkAsync(bytes);
            if (theirs.Exists(seen => seen.Contains('\uFFFD', StringComparison.Ordinal)))
            {
                // They let half a character pass when the fragment after it is empty.
                return;
            }

            var ours = Read(bytes, cuts).FindAll(seen => !seen.StartsWith('p'));
            if (theirs is [.., "close:1007"])
            {
                // They judge the text of a message by each fragment, we when it is whole; something else may be wrong before that, or they leave.
                theirs.RemoveAt(theirs.Count - 1);
                Assert.True(ours.Count == theirs.Count
                    || ours[theirs.Count].StartsWith("close:", StringComparison.Ordinal) || ours[theirs.Count].StartsWith("goodbye:", StringComparison.Ordinal));
                ours = ours[..theirs.Count];
            }

            // A goodbye without a code is 1000 to them.
            Assert.Equal(theirs, ours.ConvertAll(seen => seen == "goodbye:" ? "goodbye:1000" : seen));
        }, iter: 3_000);
    }

    private static List<string> Read(byte[] bytes, int[] cuts, bool stopAtViolation = true)
    {
        var inbox = new Inbox();
        var seen = new List<string>();
        var offset = 0;
        for (var i = 0; offset < bytes.Length; i++)
        {
            var memory = inbox.GetMemory();
            var count = Math.Min(Math.Min(cuts[i % cuts.Length], memory.Length), bytes.Length - offset);
            bytes.AsMemory(offset, count).CopyTo(memory);
            offset += count;
            inbox.Commit(count);
            while (inbox.TryRead(out var payload) is var inbound && inbound != Inbound.None)
            {
                var text = Encoding.UTF8.GetString(payload);
                switch (inbound)
                {
                    case Inbound.Text:
                        seen.Add("text:" + text);
                        break;
                    case Inbound.Ping:
                        seen.Add("ping:" + text);
                        break;
                    case Inbound.Pong:
                        seen.Add("pong:" + text);
                        break;
                    case Inbound.Close:
                        seen.Add("goodbye:" + (payload.IsEmpty ? "" : $"{(payload[0] << 8) | payload[1]}"));
                        return seen;
                    case Inbound.Violation:
                        seen.Add($"close:{inbox.Violation}");
                        if (stopAtViolation)
                        {
                            return seen;
                        }

                        break;
                }
            }

            inbox.Release();
        }

        inbox.Release(always: true);
        return seen;
    }

    private static async Task<List<string>> ReadByFrameworkAsync(byte[] bytes)
    {
        var seen = new List<string>();
        await using var stream = new BothWays(bytes);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        var buffer = new byte[8192];
        var length = 0;
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    seen.Add("goodbye:" + (socket.CloseStatus == WebSocketCloseStatus.Empty ? "" : $"{(int)socket.CloseStatus!}"));
                    return seen;
                }

                length += result.Count;
                if (result.EndOfMessage)
                {
                    seen.Add("text:" + Encoding.UTF8.GetString(buffer, 0, length));
                    length = 0;
                }
            }
        }
        catch (WebSocketException)
        {
            // Its own close frame is what it thought of the bytes; none at all is the end of the stream.
            if (stream.CloseCode is { } code)
            {
                seen.Add($"close:{code}");
            }

            return seen;
        }
    }

    private static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => SocketPipe.ClientFrame(first, payload);

    private static byte[] Bytes(int count) => Encoding.ASCII.GetBytes(new string('a', count));

    /// <summary>Reads from the given bytes and keeps what is written.</summary>
    private sealed class BothWays(byte[] input) : MemoryStream(input)
    {
        private readonly List<byte> _output = [];

        public int? CloseCode
        {
            get
            {
                for (var i = 0; i < _output.Count; i += 2 + _output[i + 1])
                {
                    if (_output[i] == 0x88)
                    {
                        return (_output[i + 2] << 8) | _output[i + 3];
                    }
                }

                return null;
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _output.AddRange(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
