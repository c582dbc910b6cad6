using System.Text;
using System.Text.Json.Nodes;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.UnitTests.Protocol;

public sealed class AsyncApiTests
{
    private static readonly JsonNode Channel = AsyncApiDocument.Root["channels"]!["session"]!;

    [Theory]
    [MemberData(nameof(ProtocolFiles.Golden), MemberType = typeof(ProtocolFiles))]
    public async Task GoldenFrame_FitsItsSchema_WithNoMemberUnnamed(string name)
    {
        var schema = await AsyncApiDocument.SchemaOfAsync(ProtocolFiles.TypeOf(name), strict: true);

        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(ProtocolFiles.ReadGolden(name))));
    }

    [Theory]
    [MemberData(nameof(ProtocolFiles.Lenient), MemberType = typeof(ProtocolFiles))]
    public async Task LenientFrame_FitsTheSchema(string name)
    {
        var @case = ProtocolFiles.ReadCase("lenient", name);
        var schema = await AsyncApiDocument.SchemaOfAsync(ProtocolFiles.TypeOf(ProtocolFiles.Text(@case, "same_as")!), strict: false);

        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(ProtocolFiles.FrameOf(@case))));
    }

    [Theory]
    [MemberData(nameof(ProtocolFiles.Invalid), MemberType = typeof(ProtocolFiles))]
    public async Task InvalidFrame_FitsNoSchema_WhenItsShapeIsWrong(string name)
    {
        var @case = ProtocolFiles.ReadCase("invalid", name);
        if (!@case.TryGetProperty("frame", out var frame) || ProtocolFiles.Text(@case, "code") == ErrorCodes.InvalidLocation)
        {
            // No schema knows what is no JSON, which days there are, or what a fix before it was.
            return;
        }

        foreach (var type in Messages("fromClient"))
        {
            Assert.NotEmpty((await AsyncApiDocument.SchemaOfAsync(type, strict: false)).Validate(frame.GetRawText()));
        }
    }

    [Fact]
    public void EveryType_IsAMessage_OfTheChannel_AndOfOneDirection()
    {
        AssertSame(ContractNames.FrameTypes, AsyncApiDocument.Messages.Select(message => message.Key));
        AssertSame(ContractNames.FrameTypes, Channel["messages"]!.AsObject().Select(message => message.Key));
        AssertSame(ContractNames.FrameTypes, [.. Messages("fromClient"), .. Messages("fromServer")]);
        Assert.All(AsyncApiDocument.Messages, message => Assert.Equal(
            message.Key, (string?)message.Value!["payload"]!["properties"]!["type"]!["enum"]![0]));
    }

    [Fact]
    public void Direction_IsTheRecords() => Assert.All(Messages("fromClient"), type =>
        Assert.NotNull(FrameJson.DecodeClient(ProtocolFiles.ReadGolden($"{type}.json"))));

    [Fact]
    public void CloseCodes_AreTheCodes_AndSayWhetherToComeBack()
    {
        var listed = AsyncApiDocument.Root["x-close-codes"]!.AsArray();

        Assert.Equal(
            ContractNames.Constants<int>(typeof(CloseCodes)).Order().Select(code => (code, CloseCodes.ShouldReconnect(code))),
            listed.Select(entry => ((int)(double)entry!["code"]!, (bool)entry["reconnect"]!)));
    }

    [Fact]
    public void Names_AreThoseOfTheContract()
    {
        AssertSame(ErrorCodes.All, AsyncApiDocument.Enum("ErrorCode"));
        AssertSame(LocationRefusals.All, AsyncApiDocument.Enum("LocationRefusal"));
        AssertNames<PresenceStatus>();
        AssertNames<SharingStatus>();
        AssertNames<Band>();
        AssertNames<Certainty>();
        AssertNames<Contracts.Sessions.SessionStatus>();
        AssertNames<Contracts.Sessions.EndReason>();
    }

    [Fact]
    public void Limits_AreThoseOfTheContract()
    {
        var accuracy = AsyncApiDocument.Schema("Accuracy");

        Assert.Equal(ContractLimits.MinAccuracyMeters, (double)accuracy["minimum"]!);
        Assert.Equal(ContractLimits.MaxAccuracyMeters, (double)accuracy["maximum"]!);
        Assert.Equal(
            ContractLimits.MaxDisplayNameLength,
            (double)AsyncApiDocument.Schema("SnapshotParticipant")["properties"]!["display_name"]!["maxLength"]!);
    }

    private static void AssertNames<T>()
        where T : struct, Enum =>
        AssertSame(
            Enum.GetValues<T>().Select(value => System.Text.Json.JsonSerializer.SerializeToNode(value)!.GetValue<string>()),
            AsyncApiDocument.Enum(typeof(T).Name));

    private static IEnumerable<string> Messages(string operation) =>
        AsyncApiDocument.Root["operations"]![operation]!["messages"]!.AsArray().Select(message => ((string)message!["$ref"]!).Split('/')[^1]);

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
