using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace MeetUp.ApiTests.Harness;

/// <summary><c>protocol/openapi.json</c> as it is committed, read for the tests.</summary>
internal static class OpenApiFile
{
    private static readonly ConcurrentDictionary<JsonNode, JsonSchema> Schemas = new();

    public static string Text { get; } = File.ReadAllText(Repository.Folder("protocol", "openapi.json"));

    public static JsonObject Root { get; } = JsonNode.Parse(Text)!.AsObject();

    /// <summary>Every call, such as <c>GET /api/v1/users/me</c>.</summary>
    public static IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        from path in Root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>What the document says of a real call; null where it says nothing.</summary>
    public static JsonObject? Find(string method, string path) => Operations
        .Where(known => known.Method == method && Fits(known.Path, path))
        .OrderBy(known => known.Path.Count(letter => letter == '{'))
        .Select(known => known.Operation)
        .FirstOrDefault();

    public static IEnumerable<string> CodesOf(JsonNode answer) => answer["x-codes"]?.AsArray().Select(code => (string)code!) ?? [];

    /// <summary>Members the schema does not name are wrong too, so that none can be forgotten.</summary>
    public static JsonSchema SchemaOf(JsonNode schema) => Schemas.GetOrAdd(schema, static found =>
    {
        var whole = new JsonObject { ["allOf"] = new JsonArray(found.DeepClone()), ["definitions"] = Root["components"]!["schemas"]!.DeepClone() };
        foreach (var (_, definition) in whole["definitions"]!.AsObject())
        {
            definition!["additionalProperties"] ??= definition["properties"] is null;
        }

        return JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal)).GetAwaiter().GetResult();
    });

    private static bool Fits(string template, string path)
    {
        var (wanted, given) = (template.Trim('/').Split('/'), path.Trim('/').Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First[0] == '{' || pair.First == pair.Second);
    }
}
