using MeetUp.Contracts.Settings;

namespace MeetUp.Server.Ops.Settings;

/// <summary>
/// Reads every setting once before anything is built, so that a typo stops the server with one line instead of being silently ignored.
/// </summary>
internal static class SettingsCheck
{
    private static readonly SettingCatalogue Options = new([.. OptionCatalogue.All.Select(option => option.Setting)]);

    public static void Run(ConfigurationManager configuration)
    {
        foreach (var variable in Variable.All)
        {
            if (ValueOf(configuration, variable) is { Length: > 0 } text)
            {
                Refuse(variable.Refusal(text));
            }
        }

        var given = configuration.GetSection(OptionCatalogue.Root).AsEnumerable()
            .Where(pair => pair.Value is { Length: > 0 } || (pair.Value is not null && Options.Find(pair.Key) is not null)).ToList();
        configuration.AddInMemoryCollection(given.Select(pair => new KeyValuePair<string, string?>(KeyOf(pair.Key, pair.Value!), pair.Value)));
    }

    /// <summary>Hosting strips its own prefix off.</summary>
    private static string? ValueOf(ConfigurationManager configuration, Setting variable) =>
        configuration[variable.Name is "ASPNETCORE_URLS" ? "urls" : variable.Name];

    /// <summary>The key its option is bound by, however it was spelled.</summary>
    private static string KeyOf(string key, string text)
    {
        var setting = Options.Find(key) ?? throw new StartException(Options.Unknown(key));
        Refuse(setting.Refusal(text));
        return OptionCatalogue.All.Single(option => option.Setting.Name == setting.Name).Key;
    }

    private static void Refuse(string? refusal)
    {
        if (refusal is not null)
        {
            throw new StartException(refusal);
        }
    }
}
