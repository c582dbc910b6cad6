using System.Globalization;

namespace MeetUp.Contracts.Settings;

/// <summary>One variable of the environment that the server reads, as <c>protocol/configuration.json</c> lists it.</summary>
/// <param name="Name">As set, such as <c>PORT</c> or <c>MEETUP__SESSIONS__IDLE_SECONDS</c>.</param>
/// <param name="Type">How its text is read: one of <see cref="SettingTypes"/>.</param>
/// <param name="Default">What happens without it; empty for nothing.</param>
/// <param name="Allowed">What may be set, to follow "must be".</param>
/// <param name="Description">What it is for.</param>
public sealed record Setting(string Name, string Type, string Default, string Allowed, string Description)
{
    /// <summary>The least a number may be; null for no limit.</summary>
    public double? Min { get; init; }

    /// <summary>The most a number may be; null for no limit.</summary>
    public double? Max { get; init; }

    /// <summary>What may be set, where that is a short list.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether its text is never repeated in a message.</summary>
    public bool Secret { get; init; }

    /// <summary>What is wrong with a text, as a sentence; null when the server takes it.</summary>
    public string? Refusal(string text) => Accepts(text)
        ? null
        : $"{Name}{(Secret ? "" : $" is '{text}', but")} must be {Allowed}.";

    /// <summary>Whether the text is of the type and within the range.</summary>
    public bool Accepts(string text) => Type switch
    {
        SettingTypes.Choice => Values!.Contains(text, StringComparer.OrdinalIgnoreCase),
        SettingTypes.WholeNumber =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && IsInRange(whole),
        SettingTypes.Url => SettingTypes.IsUrl(text, out _),
        SettingTypes.BaseUrl => SettingTypes.IsBaseUrl(text),
        SettingTypes.Origin => SettingTypes.IsOrigin(text),
        SettingTypes.Origins => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).All(SettingTypes.IsOrigin),
        SettingTypes.Addresses => text.Split(';').All(SettingTypes.IsListenAddress),
        _ => true,
    };

    private bool IsInRange(double value) => !(value < Min) && !(value > Max);
}
