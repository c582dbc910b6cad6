using MeetUp.Contracts.Settings;

namespace MeetUp.Cli.Configuration;

/// <summary>A setting the server would not start with, or would not read.</summary>
internal sealed record ConfigProblem(string Name, string Message, string? Where);

/// <summary>What <c>meetup config check</c> found.</summary>
/// <param name="Settings">How many settings of the server there were.</param>
internal sealed record ConfigReport(bool Ok, int Settings, IReadOnlyList<ConfigProblem> Problems);

/// <summary>Holds settings against the catalogue, by the rules the server starts by.</summary>
internal static class ConfigCheck
{
    /// <summary>Names that begin with this can mean nothing but the server.</summary>
    private const string Ours = "MEETUP_";

    public static ConfigReport Of(IEnumerable<Given> given, SettingCatalogue catalogue)
    {
        var ours = given.Where(each => catalogue.Find(each.Name) is not null || each.Name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase)).ToList();
        var problems = ours
            .Select(each => Refusal(each, catalogue) is { } message ? new ConfigProblem(each.Name, message, each.Where) : null)
            .OfType<ConfigProblem>().ToList();
        return new ConfigReport(problems.Count == 0, ours.Count, problems);
    }

    private static string? Refusal(Given each, SettingCatalogue catalogue) => catalogue.Find(each.Name) switch
    {
        null => each.Value.Length == 0 ? null : catalogue.Unknown(each.Name),
        // Only an option of a section is read when it is empty; a variable with a name of its own is then as good as unset.
        { } setting => each.Value.Length == 0 && !setting.Name.StartsWith(Ours + "_", StringComparison.Ordinal) ? null : setting.Refusal(each.Value),
    };
}
