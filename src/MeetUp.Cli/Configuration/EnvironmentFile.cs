using MeetUp.Cli.CommandLine;

namespace MeetUp.Cli.Configuration;

/// <summary>One setting somebody made, and where.</summary>
/// <param name="Where">A file and its line, or null for the environment.</param>
internal sealed record Given(string Name, string Value, string? Where = null);

/// <summary>
/// Reads a file of <c>NAME=VALUE</c> lines as container engines do: blank lines and lines that begin with # say nothing, <c>export</c> may
/// precede, quotes around a value fall away.
/// </summary>
internal static class EnvironmentFile
{
    private const long MaxBytes = 1 << 20;

    /// <exception cref="CliFailure">It is no such file, or larger than 1 MiB.</exception>
    public static IReadOnlyList<Given> Read(FileInfo file)
    {
        if (file.Length > MaxBytes)
        {
            throw new CliFailure($"{file.Name} is larger than 1 MiB: not a file of settings.", ExitCodes.Usage);
        }

        return [.. File.ReadAllLines(file.FullName).Index()
            .Select(line => (Where: $"{file.Name}:{line.Index + 1}", Text: line.Item.Trim()))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => Parse(line.Text, line.Where))];
    }

    private static Given Parse(string line, string where)
    {
        const string Export = "export ";
        var text = line.StartsWith(Export, StringComparison.Ordinal) ? line[Export.Length..].TrimStart() : line;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !text.AsSpan(0, equals).ContainsAny(" \t\"'")
            ? new Given(text[..equals], Unquote(text[(equals + 1)..].Trim()), where)
            : throw new CliFailure($"{where} is not NAME=VALUE.", ExitCodes.Usage);
    }

    private static string Unquote(string value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
