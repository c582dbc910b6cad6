using System.Text;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Frames;

public sealed class ClientFrameParserTests
{
    private const string Fix = """ "lat":48.2082,"lon":16.3738,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """;

    [Theory]
    [InlineData("""{"type":"ping"}""", nameof(FrameKind.Ping))]
    [InlineData("""{"type":"ping","payload":null}""", nameof(FrameKind.Ping))]
    [InlineData("""{"type":"ping","payload":{}}""", nameof(FrameKind.Ping))]
    [InlineData(""" { "more" : [ { "type" : 1 } ] , "type" : "ping" } """, nameof(FrameKind.Ping))]
    [InlineData("""{"type":"p\u0069ng"}""", nameof(FrameKind.Ping))]
    [InlineData("""{"\ud800":1,"t\u0079pe":"pause_sharing","\\\"\/\b\f\n\r\t":2}""", nameof(FrameKind.PauseSharing))]
    [InlineData("""{"type":"resume_sharing","payload":{"lat":"ignored here"}}""", nameof(FrameKind.ResumeSharing))]
    [InlineData("""{"type":"im_here"}""", nameof(FrameKind.ImHere))]
    [InlineData("""{"type":"end_session"}""", nameof(FrameKind.EndSession))]
    [InlineData("""{"type":"end_session","payload":{"reason":"tired"}}""", nameof(FrameKind.EndSession))]
    [InlineData("""{"type":"end_session","payload":{"reason":null}}""", nameof(FrameKind.EndSession))]
    [InlineData("""{"type":"auth_refresh","payload":{"token":"a.b.c"}}""", nameof(FrameKind.AuthRefresh))]
    public void Frame_IsUnderstood_WhateverSurroundsIt(string json, string kind)
    {
        var frame = Parse(json);

        Assert.Null(frame.Error);
        Assert.Equal(kind, frame.Kind.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("\"ping\"")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"}}""")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{'type':'ping'}""")]
    [InlineData("""{/* no */"type":"ping"}""")]
    [InlineData("""{"type":"ping","x":NaN}""")]
    [InlineData("""{"type":"ping","x":Infinity}""")]
    [InlineData("""{"type":"ping","x":-Infinity}""")]
    [InlineData("""{"type":"ping","x":01}""")]
    public void Text_IsNoFrame_UnlessItIsOneJsonObject(string json)
    {
        var frame = Parse(json);

        Assert.Equal((FrameKind.Malformed, ErrorCodes.InvalidPayload, null), (frame.Kind, frame.Error?.Code, frame.Error?.Field));
    }

    [Fact]
    public void Bytes_AreNoFrame_WhenTheyAreNoText()
    {
        byte[] json = [.. """{"type":"ping","x":" """u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(FrameError.NotJson, ClientFrameParser.Parse(json).Error);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(2_000, false)]
    public void Depth_IsLimited(int arrays, bool isFrame) =>
        Assert.Equal(isFrame, Parse($$"""{"type":"ping","x":{{new string('[', arrays)}}{{new string(']', arrays)}}}""").Error is null);

    [Theory]
    [InlineData("""{"type":"confetti"}""", nameof(FrameKind.Unknown), ErrorCodes.UnknownType, "type")]
    [InlineData("""{"type":"Ping"}""", nameof(FrameKind.Unknown), ErrorCodes.UnknownType, "type")]
    [InlineData("""{"type":"peer_location","payload":5}""", nameof(FrameKind.Unknown), ErrorCodes.UnknownType, "type")]
    [InlineData("""{"type":"\ud800"}""", nameof(FrameKind.Unknown), ErrorCodes.UnknownType, "type")]
    [InlineData("""{"type":""}""", nameof(FrameKind.Unknown), ErrorCodes.UnknownType, "type")]
    [InlineData("""{}""", nameof(FrameKind.Malformed), ErrorCodes.InvalidPayload, "type")]
    [InlineData("""{"type":null}""", nameof(FrameKind.Malformed), ErrorCodes.InvalidPayload, "type")]
    [InlineData("""{"type":5}""", nameof(FrameKind.Malformed), ErrorCodes.InvalidPayload, "type")]
    [InlineData("""{"type":["ping"]}""", nameof(FrameKind.Malformed), ErrorCodes.InvalidPayload, "type")]
    [InlineData("""{"payload":{}}""", nameof(FrameKind.Malformed), ErrorCodes.InvalidPayload, "type")]
    [InlineData("""{"type":"location_update"}""", nameof(FrameKind.LocationUpdate), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"location_update","payload":null}""", nameof(FrameKind.LocationUpdate), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"location_update","payload":[]}""", nameof(FrameKind.LocationUpdate), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"ping","payload":5}""", nameof(FrameKind.Ping), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"im_here","payload":"yes"}""", nameof(FrameKind.ImHere), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"im_here","payload":{"manual":1}}""", nameof(FrameKind.ImHere), ErrorCodes.InvalidPayload, "manual")]
    [InlineData("""{"type":"im_here","payload":{"manual":"true"}}""", nameof(FrameKind.ImHere), ErrorCodes.InvalidPayload, "manual")]
    [InlineData("""{"type":"end_session","payload":{"reason":{}}}""", nameof(FrameKind.EndSession), ErrorCodes.InvalidPayload, "reason")]
    [InlineData("""{"type":"auth_refresh"}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "payload")]
    [InlineData("""{"type":"auth_refresh","payload":{}}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "token")]
    [InlineData("""{"type":"auth_refresh","payload":{"token":""}}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "token")]
    [InlineData("""{"type":"auth_refresh","payload":{"token":"\udc00"}}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "token")]
    [InlineData("""{"type":"auth_refresh","payload":{"token":"ä"}}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "token")]
    [InlineData("""{"type":"auth_refresh","payload":{"token":5}}""", nameof(FrameKind.AuthRefresh), ErrorCodes.InvalidPayload, "token")]
    public void Shape_IsRefused_WithTheFieldThatIsWrong(string json, string kind, string code, string field)
    {
        var frame = Parse(json);

        Assert.Equal((kind, code, field), (frame.Kind.ToString(), frame.Error?.Code, frame.Error?.Field));
    }

    [Theory]
    [InlineData("lat", """ "lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":null,"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":"48","lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":1e999,"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":-1e999,"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":"NaN","lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":[48],"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lat", """ "lat":true,"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lon", """ "lat":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("lon", """ "lat":1,"lon":{"lat":1},"accuracy_m":5,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("accuracy_m", """ "lat":1,"lon":1,"timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("accuracy_m", """ "lat":1,"lon":1,"accuracy_m":"5","timestamp":"2026-05-01T12:00:00Z" """)]
    [InlineData("timestamp", """ "lat":1,"lon":1,"accuracy_m":5 """)]
    [InlineData("timestamp", """ "lat":1,"lon":1,"accuracy_m":5,"timestamp":1777636800 """)]
    [InlineData("timestamp", """ "lat":1,"lon":1,"accuracy_m":5,"timestamp":"2026-05-01T12:00:00" """)]
    [InlineData("timestamp", """ "lat":1,"lon":1,"accuracy_m":5,"timestamp":"2026-02-30T12:00:00Z" """)]
    [InlineData("timestamp", """ "lat":1,"lon":1,"accuracy_m":5,"timestamp":"yesterday" """)]
    public void RequiredMember_IsNamed_WhenItIsMissingOrWrong(string field, string payload) => AssertUpdateField(field, payload);

    [Theory]
    [InlineData("heading_deg", "0", null)]
    [InlineData("heading_deg", "359.999", null)]
    [InlineData("heading_deg", "-0", null)]
    [InlineData("heading_deg", "null", null)]
    [InlineData("heading_deg", "360", "heading_deg")]
    [InlineData("heading_deg", "-0.001", "heading_deg")]
    [InlineData("heading_deg", "\"90\"", "heading_deg")]
    [InlineData("heading_deg", "1e999", "heading_deg")]
    [InlineData("speed_mps", "0", null)]
    [InlineData("speed_mps", "1e3", null)]
    [InlineData("speed_mps", "null", null)]
    [InlineData("speed_mps", "-1", "speed_mps")]
    [InlineData("speed_mps", "[]", "speed_mps")]
    public void OptionalMember_IsInItsRange_OrAbsent(string name, string value, string? field) =>
        AssertUpdateField(field, $"{Fix},\"{name}\":{value}");

    [Theory]
    [InlineData("""{"lat":91,"lon":-500,"accuracy_m":-1,"timestamp":"1970-01-01T00:00:00Z"}""")]
    [InlineData("""{"lat":1e300,"lon":0,"accuracy_m":0,"timestamp":"9999-12-31T23:59:59.9999999Z"}""")]
    public void Sense_IsNotAskedForHere(string payload) => Assert.Null(ClientFrameParser.ParsePayload(Encoding.UTF8.GetBytes(payload)).Error);

    [Fact]
    public void Payload_MayComeBeforeTheType()
    {
        var frame = Parse($$"""{"payload":{ {{Fix}} },"type":"location_update"}""");

        Assert.Null(frame.Error);
        Assert.Equal((48.2082, 16.3738, 5), (frame.Fix.Lat, frame.Fix.Lon, frame.Fix.AccuracyM));
    }

    [Fact]
    public void MemberGivenTwice_CountsAsItWasLastGiven()
    {
        var frame = Parse($$"""
            {"type":"ping","payload":{"lat":1,"heading_deg":7},"type":"location_update","payload":{"lat":2, {{Fix}}, "lon":"x", "lon":3} }
            """);

        Assert.Null(frame.Error);
        Assert.Equal((48.2082, 3, null), (frame.Fix.Lat, frame.Fix.Lon, frame.Fix.HeadingDeg));
        Assert.Equal("payload", Parse($$"""{"type":"location_update","payload":{ {{Fix}} },"payload":null}""").Error?.Field);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"manual":null}""", false)]
    [InlineData("""{"manual":false}""", false)]
    [InlineData("""{"manual":true}""", true)]
    [InlineData("""{"manual":false,"manual":true}""", true)]
    public void ImHere_IsByHand_OnlyWhenItSaysSo(string payload, bool manual)
    {
        var frame = Parse($$"""{"type":"im_here","payload":{{payload}} }""");

        Assert.Null(frame.Error);
        Assert.Equal(manual, frame.Manual);
    }

    [Theory]
    [InlineData("a.b-c_d", "a.b-c_d")]
    [InlineData("a\\u002eb\\/c", "a.b/c")]
    public void Token_IsRead_WithItsEscapesUndone(string sent, string token) =>
        Assert.Equal(token, Parse($$"""{"type":"auth_refresh","payload":{"token":"{{sent}}"} }""").ReadToken());

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    public void BarePayload_IsOneObject(string json)
    {
        var frame = ClientFrameParser.ParsePayload(Encoding.UTF8.GetBytes(json));

        Assert.Equal((FrameKind.LocationUpdate, FrameError.NotJson), (frame.Kind, frame.Error));
    }

    private static void AssertUpdateField(string? field, string payload)
    {
        var frame = Parse($$"""{"type":"location_update","payload":{ {{payload}} } }""");

        Assert.Equal(FrameKind.LocationUpdate, frame.Kind);
        Assert.Equal(field is null ? null : ErrorCodes.InvalidPayload, frame.Error?.Code);
        Assert.Equal(field, frame.Error?.Field);
    }

    private static ParsedFrame Parse(string json) => ClientFrameParser.Parse(Encoding.UTF8.GetBytes(json));
}
