using System.Text;
using System.Text.Json;

namespace MeetUp.UnitTests.Protocol;

/// <summary>The files of <c>protocol/frames</c>, as the tests of every language read them.</summary>
internal static class ProtocolFiles
{
    public static TheoryData<string> Golden => [.. Names("frames")];

    public static TheoryData<string> Lenient => [.. Names("frames", "lenient")];

    public static TheoryData<string> Invalid => [.. Names("frames", "invalid")];

    public static IEnumerable<string> Names(params string[] folder) =>
        Directory.GetFiles(Repository.Folder(["protocol", .. folder]), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>A golden frame without the newline that ends its file.</summary>
    public static byte[] ReadGolden(string name)
    {
        var text = File.ReadAllText(Repository.Folder("protocol", "frames", name));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text[..^1]);
    }

    /// <summary><c>im_here.manual.json</c> is an <c>im_here</c>.</summary>
    public static string TypeOf(string goldenName) => goldenName[..goldenName.IndexOf('.', StringComparison.Ordinal)];

    public static JsonElement ReadCase(string folder, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.Folder("protocol", "frames", folder, name)));
        return document.RootElement.Clone();
    }

    /// <summary>The very bytes a case sends.</summary>
    public static byte[] FrameOf(JsonElement @case) => Encoding.UTF8.GetBytes(
        @case.TryGetProperty("text", out var text) ? text.GetString()! : @case.GetProperty("frame").GetRawText());

    public static string? Text(JsonElement @case, string name) => @case.TryGetProperty(name, out var value) ? value.GetString() : null;
}
