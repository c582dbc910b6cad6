using System.Collections;
using System.CommandLine;
using System.Text.Json;
using MeetUp.Cli.CommandLine;
using MeetUp.Contracts.Settings;

namespace MeetUp.Cli.Configuration;

/// <summary><c>meetup config</c>: whether settings are right before a server is started with them, and what there is to set.</summary>
internal static class ConfigCommand
{
    public static Command Build(Terminal terminal) => new("config", "Check settings before a server starts with them; look up what can be set.")
    {
        BuildCheck(terminal),
        BuildDoc(terminal),
    };

    private static Command BuildCheck(Terminal terminal)
    {
        var file = new Option<FileInfo>("--env-file") { Description = "A file of NAME=VALUE lines, in place of the environment.", HelpName = "file" }.AcceptExistingOnly();
        var json = SharedOptions.Json();
        var command = new Command("check", "Hold settings against what the server takes. Exit code 0 only when all are right.") { file, json };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(file) is { } named ? EnvironmentFile.Read(named) : OfProcess();
            var report = ConfigCheck.Of(given, Catalogue());
            if (parsed.GetValue(json))
            {
                terminal.Line(JsonSerializer.Serialize(report, CliJson.Default.ConfigReport));
            }
            else
            {
                Print(terminal, report);
            }

            return report.Ok ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static Command BuildDoc(Terminal terminal)
    {
        var part = new Argument<string>("name") { Description = "A part of the names to show.", DefaultValueFactory = _ => "" };
        var json = SharedOptions.Json();
        var command = new Command("doc", "Say what can be set: name, default, what it may be and what it is for.") { part, json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<Setting> found =
                [.. Catalogue().All.Where(setting => setting.Name.Contains(parsed.GetValue(part)!, StringComparison.OrdinalIgnoreCase))];
            if (found.Count == 0)
            {
                throw new CliFailure($"No setting's name contains '{parsed.GetValue(part)}'.");
            }

            if (parsed.GetValue(json))
            {
                terminal.Line(JsonSerializer.Serialize(found, CliJson.Default.IReadOnlyListSetting));
                return;
            }

            foreach (var setting in found)
            {
                terminal.Line($"{setting.Name}{(setting.Default.Length > 0 ? $" (default: {setting.Default})" : "")}");
                terminal.Line($"  {setting.Description}");
                terminal.Line($"  May be {setting.Allowed}.");
                terminal.Line();
            }
        });
        return command;
    }

    private static void Print(Terminal terminal, ConfigReport report)
    {
        foreach (var problem in report.Problems)
        {
            terminal.Line($"FAIL  {(problem.Where is { } where ? where + ": " : "")}{problem.Message}");
        }

        terminal.Line($"{(report.Ok ? "ok  " : "FAIL")}  {report.Settings} settings, {report.Problems.Count} wrong");
    }

    /// <summary>The catalogue of the release this command line belongs to.</summary>
    internal static SettingCatalogue Catalogue()
    {
        using var stream = typeof(ConfigCommand).Assembly.GetManifestResourceStream("configuration.json")!;
        return new SettingCatalogue(JsonSerializer.Deserialize(stream, CliJson.Default.IReadOnlyListSetting)!);
    }

    private static IEnumerable<Given> OfProcess() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(each => new Given((string)each.Key, (string?)each.Value ?? "")).OrderBy(each => each.Name, StringComparer.Ordinal);
}
