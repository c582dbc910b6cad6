namespace MeetUp.Contracts.Settings;

/// <summary>Settings by name, in the spelling of the environment or of .NET's configuration.</summary>
public sealed class SettingCatalogue(IReadOnlyList<Setting> settings)
{
    /// <summary>In the order they are documented in.</summary>
    public IReadOnlyList<Setting> All => settings;

    /// <summary>The setting a name means; letter case makes no difference, nor, in an option's, underscores within a word.</summary>
    public Setting? Find(string name) => settings.FirstOrDefault(setting => Plain(setting.Name) == Plain(name));

    /// <summary>The line for a name that means nothing, with the setting it may have been.</summary>
    public string Unknown(string name)
    {
        var nearest = settings.MinBy(setting => Distance(Plain(setting.Name), Plain(name)))!;
        return $"{name.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)} is not an option; did you mean {nearest.Name}?";
    }

    /// <summary>Only the name of an option, which has sections, may be spelled in more than one way.</summary>
    private static string Plain(string name)
    {
        var key = name.Replace("__", ":", StringComparison.Ordinal).ToUpperInvariant();
        return key.Contains(':', StringComparison.Ordinal) ? key.Replace("_", "", StringComparison.Ordinal) : key;
    }

    /// <summary>How many letters lie between two names (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1])));
            }
        }

        return row[^1];
    }
}
