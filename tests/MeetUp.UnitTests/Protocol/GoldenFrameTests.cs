using System.Text;
using System.Text.Json;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Protocol;

public sealed class GoldenFrameTests
{
    [Theory]
    [MemberData(nameof(ProtocolFiles.Golden), MemberType = typeof(ProtocolFiles))]
    public void Frame_IsReadAndWrittenBack_ByteForByte(string name)
    {
        var bytes = ProtocolFiles.ReadGolden(name);

        var written = FrameJson.DecodeClient(bytes) is { } fromClient ? FrameJson.Encode(fromClient)
            : FrameJson.DecodeServer(bytes) is { } fromServer ? FrameJson.Encode(fromServer)
            : [];

        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(written));
        Assert.Equal(ProtocolFiles.TypeOf(name), TypeIn(bytes));
    }

    [Fact]
    public void EveryType_HasAGoldenFrame_AndEveryGoldenFrameAType() => Assert.Equal(
        ContractNames.FrameTypes,
        ProtocolFiles.Names("frames").Select(ProtocolFiles.TypeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        StringComparer.Ordinal);

    [Fact]
    public void EveryType_HasAFileOfJustItsName() =>
        Assert.Subset(ProtocolFiles.Names("frames").ToHashSet(StringComparer.Ordinal), ContractNames.FrameTypes.Select(type => $"{type}.json").ToHashSet(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ProtocolFiles.Golden), MemberType = typeof(ProtocolFiles))]
    public void Server_TakesEveryClientsFrame_AndNoneOfItsOwn(string name)
    {
        var bytes = ProtocolFiles.ReadGolden(name);

        var frame = ClientFrameParser.Parse(bytes);

        Assert.Equal(FrameJson.DecodeClient(bytes) is null, frame.Error is not null);
        if (FrameJson.DecodeClient(bytes) is { } sent)
        {
            Assert.Equal(sent, AsContract(frame, sent));
        }
        else
        {
            Assert.Equal(FrameError.UnknownType, frame.Error);
        }
    }

    [Theory]
    [InlineData("location_update.json", "peer_location.json")]
    [InlineData("location_update.minimal.json", "peer_location.minimal.json")]
    public void PeerLocation_IsWhatTheRelayMakesOfTheUpdate(string sent, string received)
    {
        var expected = (PeerLocation)FrameJson.DecodeServer(ProtocolFiles.ReadGolden(received))!;
        var bytes = new byte[PeerLocationEncoder.MaxBytes];

        var length = new PeerLocationEncoder(expected.UserId).Encode(
            bytes, ClientFrameParser.Parse(ProtocolFiles.ReadGolden(sent)), expected.ReceivedAt, expected.Seq);

        Assert.Equal(Encoding.UTF8.GetString(ProtocolFiles.ReadGolden(received)), Encoding.UTF8.GetString(bytes, 0, length));
    }

    [Theory]
    [MemberData(nameof(ProtocolFiles.Lenient), MemberType = typeof(ProtocolFiles))]
    public void LenientFrame_IsReadAsTheGoldenOne(string name)
    {
        var @case = ProtocolFiles.ReadCase("lenient", name);
        var same = FrameJson.DecodeClient(ProtocolFiles.ReadGolden(ProtocolFiles.Text(@case, "same_as")!))!;
        var bytes = ProtocolFiles.FrameOf(@case);

        var frame = ClientFrameParser.Parse(bytes);

        Assert.Null(frame.Error);
        Assert.Equal(same, AsContract(frame, same));
        Assert.Equal(same, FrameJson.DecodeClient(bytes));
    }

    /// <summary>What the server's parser read, as the record everybody else reads; what it does not look at is taken from that.</summary>
    private static ClientFrame AsContract(in ParsedFrame frame, ClientFrame read) => frame.Kind switch
    {
        FrameKind.LocationUpdate => new LocationUpdate(
            frame.Fix.Lat, frame.Fix.Lon, frame.Fix.AccuracyM, frame.Fix.Timestamp, frame.Fix.HeadingDeg, frame.Fix.SpeedMps),
        FrameKind.ImHere => new ImHereFrame(frame.Manual),
        FrameKind.PauseSharing => new PauseSharing(),
        FrameKind.ResumeSharing => new ResumeSharing(),
        FrameKind.EndSession => new EndSession((read as EndSession)?.Reason),
        FrameKind.Ping => new Ping(),
        FrameKind.AuthRefresh => new AuthRefresh(frame.ReadToken()),
        _ => throw new InvalidOperationException($"{frame.Kind} is no client's frame."),
    };

    private static string? TypeIn(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.GetProperty("type").GetString();
    }
}
