using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MeetUp.UnitTests.Protocol;

/// <summary><c>protocol/asyncapi.yaml</c>, read for the tests.</summary>
internal static class AsyncApiDocument
{
    public static JsonObject Root { get; } = Read();

    public static JsonObject Messages => Root["components"]!["messages"]!.AsObject();

    public static JsonNode Schema(string name) => Root["components"]!["schemas"]![name]!;

    public static IEnumerable<string> Enum(string schema) => Schema(schema)["enum"]!.AsArray().Select(value => (string)value!);

    /// <param name="type">The message whose payload is meant.</param>
    /// <param name="strict">Members the schema does not name are wrong too, so that none can be forgotten.</param>
    public static async Task<JsonSchema> SchemaOfAsync(string type, bool strict)
    {
        var schema = Messages[type]!["payload"]!.DeepClone().AsObject();
        schema["definitions"] = Root["components"]!["schemas"]!.DeepClone();
        if (strict)
        {
            Forbid(schema);
        }

        return await JsonSchema.FromJsonAsync(schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    private static void Forbid(JsonNode? node)
    {
        foreach (var child in node is JsonObject members ? members.Select(member => member.Value) : node as JsonArray ?? [])
        {
            Forbid(child);
        }

        if (node is JsonObject schema && schema["properties"] is JsonObject && schema["type"] is not JsonObject)
        {
            schema["additionalProperties"] = false;
        }
    }

    private static JsonObject Read()
    {
        using var text = File.OpenText(Repository.Folder("protocol", "asyncapi.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return Convert(yaml.Documents[0].RootNode)!.AsObject();
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when double.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"No JSON for {node.NodeType}."),
    };
}
