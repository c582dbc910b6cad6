namespace MeetUp.Server.Ops.Settings;

/// <summary>
/// Reads every setting once before anything is built, so that a typo stops the server with one line instead of being silently ignored.
/// </summary>
internal static class SettingsCheck
{
    public static void Run(ConfigurationManager configuration)
    {
        foreach (var variable in Variable.All)
        {
            if (ValueOf(configuration, variable) is { Length: > 0 } text && !variable.Accepts(text))
            {
                throw new StartException($"{variable.Name}{(variable.Secret ? "" : $" is '{text}', but")} must be {variable.Allowed}.");
            }
        }

        var given = configuration.GetSection(OptionCatalogue.Root).AsEnumerable()
            .Where(pair => pair.Value is { Length: > 0 } || (pair.Value is not null && Find(pair.Key) is not null)).ToList();
        configuration.AddInMemoryCollection(given.Select(pair => new KeyValuePair<string, string?>(Check(pair.Key, pair.Value!).Key, pair.Value)));
    }

    /// <summary>Hosting strips its own prefix off.</summary>
    private static string? ValueOf(ConfigurationManager configuration, Variable variable) =>
        configuration[variable.Name is "ASPNETCORE_URLS" ? "urls" : variable.Name];

    /// <summary>The option a key means, with or without the underscores of the environment's spelling.</summary>
    private static OptionSetting? Find(string key) => OptionCatalogue.All.FirstOrDefault(option => Plain(option.Key) == Plain(key));

    private static OptionSetting Check(string key, string text)
    {
        if (Find(key) is not { } option)
        {
            var name = key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal);
            var nearest = OptionCatalogue.All.MinBy(option => Distance(Plain(option.Key), Plain(key)))!;
            throw new StartException($"{name} is not an option; did you mean {nearest.Name}?");
        }

        return option.Accepts(text)
            ? option
            : throw new StartException($"{option.Name} is '{text}', but must be {option.Allowed}.");
    }

    private static string Plain(string key) => key.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

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
