using System.Reflection;
using System.Text;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.UnitTests;

public sealed class ContractTests
{
    [Fact]
    public void ErrorCodes_AreAllListed()
    {
        var constants = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), ErrorCodes.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Frame_SurvivesARoundTrip()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_123);
        var sent = new LocationUpdate(48.2082, 16.3738, 5, at, HeadingDeg: 0);

        var read = FrameJson.DecodeClient(FrameJson.Encode(sent));

        Assert.Equal(sent, read);
        Assert.Equal("""{"type":"pong","payload":{"server_time":"2025-11-24T16:00:00.123Z"}}""", Encoding.UTF8.GetString(FrameJson.Encode(new Pong(at))));
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"payload":{},"type":"ping","more":[1,{"type":"x"}]}""")]
    [InlineData("""{"type":"ping","payload":null}""")]
    public void Frame_IsReadWhateverSurroundsIt(string json) =>
        Assert.IsType<Ping>(FrameJson.DecodeClient(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Frame_OfAnUnknownTypeIsNull() =>
        Assert.Null(FrameJson.DecodeServer("""{"type":"confetti","payload":{"n":1}}"""u8));
}
