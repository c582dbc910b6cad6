using System.Text;
using System.Text.Json;
using CsCheck;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Frames;

public sealed class PeerLocationEncoderTests
{
    private static readonly Guid Ada = Guid.Parse("01890000-0000-7000-8000-00000000000a");
    private static readonly DateTimeOffset ReceivedAt = new DateTimeOffset(2026, 5, 1, 12, 0, 1, TimeSpan.Zero).AddTicks(5_679_999);

    private readonly PeerLocationEncoder _encoder = new(Ada);

    [Fact]
    public void Frame_IsWhatTheProtocolSays() => Assert.Equal(
        """{"type":"peer_location","payload":{"user_id":"01890000-0000-7000-8000-00000000000a","lat":48.20820,"lon":-16.3738,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00.000Z","received_at":"2026-05-01T12:00:01.567Z","seq":7,"heading_deg":0,"speed_mps":1.5}}""",
        Relay("""{"lat":48.20820,"lon":-16.3738,"accuracy_m":5,"timestamp":"2026-05-01T17:30:00+05:30","heading_deg":0,"speed_mps":1.5}"""));

    [Fact]
    public void OptionalMembers_AreLeftOut_WhenTheyWereNotSent() => Assert.EndsWith(
        "\"seq\":7}}",
        Relay("""{"lat":1,"lon":2,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z","heading_deg":null}"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("48.2082", "48.2082")]
    [InlineData("48.20820", "48.20820")]
    [InlineData("-0", "-0")]
    [InlineData("48.208200000000000000001", "48.208200000000000000001")]
    [InlineData("48.2082000000000000000000000000000000001", "48.2082")]
    [InlineData("4.82082e1", "48.2082")]
    [InlineData("1E-7", "1E-07")]
    public void Number_IsCopied_WhenItIsPlainAndShort(string sent, string written) => Assert.Contains(
        $"\"lat\":{written},\"lon\":2,",
        Relay($$"""{"lat":{{sent}},"lon":2,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z"}"""),
        StringComparison.Ordinal);

    /// <summary>The relay's own encoder and everybody's decoder agree on every member.</summary>
    [Fact]
    public void Frame_IsDecodedAsItWasSent() =>
        Gen.Select(
            Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Double[0.1, 100], Gen.Long[0, 3_155_378_975_999_999_999],
            Gen.Double[0, 359.999].Nullable(), Gen.Double[0, 100].Nullable(), Gen.Long[1, long.MaxValue])
            .Sample((lat, lon, accuracyM, ticks, headingDeg, speedMps, seq) =>
            {
                var milliseconds = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
                var sent = new LocationUpdate(lat, lon, accuracyM, milliseconds, headingDeg, speedMps);
                var frame = ClientFrameParser.Parse(FrameJson.Encode(sent));
                var bytes = new byte[PeerLocationEncoder.MaxBytes];

                var received = FrameJson.DecodeServer(bytes.AsSpan(0, _encoder.Encode(bytes, frame, milliseconds, seq)));

                Assert.Equal(new PeerLocation(Ada, lat, lon, accuracyM, milliseconds, milliseconds, seq, headingDeg, speedMps), received);
            });

    /// <summary>For frames as FrameJson writes them, both encoders write the same bytes.</summary>
    [Fact]
    public void Frame_IsWrittenAsEverybodyElseWritesIt()
    {
        var at = new DateTimeOffset(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);
        var json = FrameJson.Encode(new LocationUpdate(48.2082, 16.3738, 4.5, at, 271.25, 1.4));
        var bytes = new byte[PeerLocationEncoder.MaxBytes];

        var length = _encoder.Encode(bytes, ClientFrameParser.Parse(json), at, 12);

        Assert.Equal(
            Encoding.UTF8.GetString(FrameJson.Encode(new PeerLocation(Ada, 48.2082, 16.3738, 4.5, at, at, 12, 271.25, 1.4))),
            Encoding.UTF8.GetString(bytes, 0, length));
    }

    [Fact]
    public void LongestFrame_Fits()
    {
        const string Number = "-1.7976931348623157";
        var json = Relay(
            $$"""{"lat":{{Number}}e+308,"lon":-1.23456789012345678901,"accuracy_m":{{Number}}e+308,"timestamp":"2026-05-01T12:00:00.1234567+23:59","heading_deg":359.12345678901234567890,"speed_mps":1.7976931348623157e308}""",
            long.MaxValue);

        Assert.InRange(json.Length, 300, PeerLocationEncoder.MaxBytes);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(-1.7976931348623157e308, document.RootElement.GetProperty("payload").GetProperty("lat").GetDouble());
    }

    /// <summary>The price of an update, in garbage: none.</summary>
    [Fact]
    public void ParsingAndEncoding_AllocateNothing()
    {
        var json = """{"type":"location_update","payload":{"lat":48.2082,"lon":16.3738,"accuracy_m":4.5,"timestamp":"2026-05-01T14:00:00.123+02:00","heading_deg":12.5,"speed_mps":1.25e0,"battery":{"level":[1,2]}}}"""u8.ToArray();
        var bytes = new byte[PeerLocationEncoder.MaxBytes];
        for (var i = 0; i < 100; i++)
        {
            _encoder.Encode(bytes, ClientFrameParser.Parse(json), ReceivedAt, i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _encoder.Encode(bytes, ClientFrameParser.Parse(json), ReceivedAt, i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private string Relay(string payload, long seq = 7)
    {
        var bytes = new byte[PeerLocationEncoder.MaxBytes];
        var frame = ClientFrameParser.ParsePayload(Encoding.UTF8.GetBytes(payload));
        Assert.Null(frame.Error);
        return Encoding.UTF8.GetString(bytes, 0, _encoder.Encode(bytes, frame, ReceivedAt, seq));
    }
}
