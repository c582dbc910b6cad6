using System.Text;
using CsCheck;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Frames;

/// <summary>Whatever the bytes: the parser does not throw, and reads what the plain reference reads.</summary>
public sealed class ClientFrameParserProperties
{
    private static readonly Gen<string> Number = Gen.OneOf<string>(
        Gen.Double[-400, 400].Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Int[-400, 400].Select(value => $"{value}"),
        Gen.OneOf("1e2", "-0", "0.1", "360", "359.999", "1e999", "-1e999", "1E-400", "48.20820000000000000000000000001", "01", "+1", "NaN", ".5", "5."));

    private static readonly Gen<string> Time = Gen.Select(
        Gen.OneOf("2026-05-01", "2024-02-29", "2025-02-29", "0001-01-01", "9999-12-31", "2026-13-01", "2026-5-1", "0000-01-01"),
        Gen.OneOf("T", "t", " ", "", "\\u0054"),
        Gen.OneOf("12:00:00", "23:59:59", "24:00:00", "12:00", "12:00:60", "00:00:00"),
        Gen.OneOf("", ".", ".1", ".123", ".123456789012345678901234567890", ".x"),
        Gen.OneOf("Z", "z", "+05:30", "-00:00", "+23:59", "-24:00", "", "+0530", "Z ", "\\u005a")).Select((date, t, clock, fraction, offset) => $"\"{date}{t}{clock}{fraction}{offset}\"");

    private static readonly Gen<string> Oddity = Gen.OneOf(
        "null", "true", "false", "\"\"", "\"12\"", "\"\\ud800\"", "\"\\u0041\"", "{}", "[]", "{\"lat\":1}", "[[[[1]]]]", "", "nul", "\"", "{\"a\":",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "\"\t\"");

    private static readonly Gen<string> Value = Gen.Frequency<string>((6, Number), (4, Time), (2, Oddity));

    private static readonly Gen<string> PayloadMember = Gen.Select(
        Gen.OneOf(
            "lat", "lon", "accuracy_m", "timestamp", "heading_deg", "speed_mps", "manual", "reason", "token", "l\\u0061t", "Lat", "x", "\\ud800", "payload"),
        Value).Select((name, value) => $"\"{name}\":{value}");

    private static readonly Gen<string> GoodUpdate = Gen.Select(Number, Number, Number, Time).Select((lat, lon, accuracy, time) =>
        $"\"lat\":{lat},\"lon\":{lon},\"accuracy_m\":{accuracy},\"timestamp\":{time}");

    private static readonly Gen<string> Payload = Gen.OneOf<string>(
        PayloadMember.Array[0, 8].Select(members => $"{{{string.Join(',', members)}}}"),
        Gen.Select(GoodUpdate, PayloadMember.Array[0, 3]).Select((update, more) => $"{{{string.Join(',', more.Prepend(update))}}}"),
        Oddity);

    private static readonly Gen<string> Type = Gen.Frequency<string>(
        (8, Gen.OneOf(
            FrameTypes.LocationUpdate, FrameTypes.ImHere, FrameTypes.PauseSharing, FrameTypes.ResumeSharing, FrameTypes.EndSession, FrameTypes.Ping,
            FrameTypes.AuthRefresh, FrameTypes.PeerLocation, "", "Ping", "p\\u0069ng").Select(name => $"\"{name}\"")),
        (1, Oddity));

    private static readonly Gen<string> FrameMember = Gen.OneOf<string>(
        Type.Select(type => $"\"type\":{type}"),
        Payload.Select(payload => $"\"payload\":{payload}"),
        Gen.Select(Gen.OneOf("x", "t\\u0079pe", "\\udc00", ""), Value).Select((name, value) => $"\"{name}\":{value}"));

    private static readonly Gen<string> Frame = Gen.OneOf<string>(
        FrameMember.Array[0, 5].Select(members => $"{{{string.Join(" , ", members)}}}"),
        Gen.Select(Type, Payload).Select((type, payload) => $"{{\"type\":{type},\"payload\":{payload}}}"),
        Gen.Select(Payload, Type, Gen.OneOf("", " ", "\n", "x", ",", "{}", "\0")).Select((payload, type, rest) => $"{{\"payload\":{payload},\"type\":{type}}}{rest}"));

    [Fact]
    public void Frame_IsReadAsTheReferenceReadsIt() => Frame.Sample(text => AssertAgrees(Encoding.UTF8.GetBytes(text)), iter: 20_000);

    [Fact]
    public void Bytes_NeverThrow() => Gen.Byte.Array[0, 200].Sample(AssertAgrees, iter: 5_000);

    [Fact]
    public void BrokenFrame_NeverThrows() =>
        Gen.Select(Frame, Gen.Int[0, 10_000], Gen.Byte, Gen.Bool).Sample(
            (text, at, value, cut) =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                bytes[at % bytes.Length] = value;
                AssertAgrees(cut ? bytes[..(at % bytes.Length)] : bytes);
            },
            iter: 10_000);

    /// <summary>A frame's payload on its own is the same update: HTTP and socket cannot come to differ.</summary>
    [Fact]
    public void BarePayload_IsReadAsInAFrame() =>
        Payload.Sample(
            text =>
            {
                var alone = ClientFrameParser.ParsePayload(Encoding.UTF8.GetBytes(text));
                var framed = ClientFrameParser.Parse(Encoding.UTF8.GetBytes($$"""{"type":"location_update","payload":{{text}}}"""));

                Assert.Equal(FrameKind.LocationUpdate, alone.Kind);
                Assert.Equal(framed.Error is null, alone.Error is null);
                if (alone.Error is null)
                {
                    Assert.Equal(Update(framed), Update(alone));
                }
                else if (alone.Error != FrameError.NotJson)
                {
                    Assert.Equal(framed.Error, alone.Error);
                }
            },
            iter: 5_000);

    private static void AssertAgrees(byte[] bytes)
    {
        var expected = ReferenceParser.Read(bytes);
        var frame = ClientFrameParser.Parse(bytes);

        Assert.Equal(expected.Kind, frame.Kind);
        Assert.Equal(expected.IsError, frame.Error is not null);
        Assert.Equal(expected.Field, frame.Error?.Field);
        if (frame.Error is not null)
        {
            return;
        }

        Assert.Equal(expected.Manual, frame.Manual);
        Assert.Equal(expected.Token, frame.Kind == FrameKind.AuthRefresh ? frame.ReadToken() : null);
        Assert.Equal(expected.Update, frame.Kind == FrameKind.LocationUpdate ? Update(frame) : null);
    }

    private static LocationUpdate Update(in ParsedFrame frame) =>
        new(frame.Fix.Lat, frame.Fix.Lon, frame.Fix.AccuracyM, frame.Fix.Timestamp, frame.Fix.HeadingDeg, frame.Fix.SpeedMps);
}
