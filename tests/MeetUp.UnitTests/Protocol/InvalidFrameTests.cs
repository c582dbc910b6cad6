using System.Globalization;
using System.Text;
using System.Text.Json;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Protocol;

public sealed class InvalidFrameTests
{
    [Theory]
    [MemberData(nameof(ProtocolFiles.Invalid), MemberType = typeof(ProtocolFiles))]
    public void InvalidFrame_IsRefused_ExactlyAsItSays(string name)
    {
        var @case = ProtocolFiles.ReadCase("invalid", name);
        var now = ProtocolFiles.Text(@case, "server_time") is { } time
            ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)
            : DateTimeOffset.UnixEpoch;
        var track = TrackAfter(@case, now);

        var frame = ClientFrameParser.Parse(ProtocolFiles.FrameOf(@case));
        var refusal = frame.Error is null ? track.Check(frame.Fix, now) : null;

        Assert.Equal(
            (ProtocolFiles.Text(@case, "code"), ProtocolFiles.Text(@case, "field"), ProtocolFiles.Text(@case, "reason")),
            (frame.Error?.Code ?? (refusal is null ? null : ErrorCodes.InvalidLocation), frame.Error?.Field, refusal?.ToReason()));
    }

    [Fact]
    public void EveryRefusal_HasAnInvalidFrame()
    {
        var cases = ProtocolFiles.Names("frames", "invalid").Select(name => ProtocolFiles.ReadCase("invalid", name)).ToList();

        Assert.Subset(
            cases.Select(@case => ProtocolFiles.Text(@case, "reason")).OfType<string>().ToHashSet(StringComparer.Ordinal),
            LocationRefusals.All.ToHashSet(StringComparer.Ordinal));
        Assert.Subset(
            cases.Select(@case => ProtocolFiles.Text(@case, "field")).OfType<string>().ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(
                ["type", "payload", "lat", "lon", "accuracy_m", "timestamp", "heading_deg", "speed_mps", "manual", "reason", "token"],
                StringComparer.Ordinal));
    }

    private static FixTrack TrackAfter(JsonElement @case, DateTimeOffset now)
    {
        var track = new FixTrack();
        if (@case.TryGetProperty("after", out var accepted))
        {
            foreach (var payload in accepted.EnumerateArray())
            {
                var frame = ClientFrameParser.ParsePayload(Encoding.UTF8.GetBytes(payload.GetRawText()));
                Assert.Null(frame.Error);
                Assert.Null(track.Check(frame.Fix, now));
                track.Accept(frame.Fix, now);
            }
        }

        return track;
    }
}
