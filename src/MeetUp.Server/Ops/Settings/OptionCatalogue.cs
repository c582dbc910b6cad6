using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MeetUp.Contracts.Settings;

namespace MeetUp.Server.Ops.Settings;

/// <summary>One option: a property of an options class.</summary>
/// <param name="Key">As configuration knows it, such as <c>MeetUp:Sessions:IdleSeconds</c>.</param>
/// <param name="Setting">As set in the environment; what it is for is written at the property alone.</param>
internal sealed record OptionProperty(string Key, PropertyInfo Property, Setting Setting);

/// <summary>Every option there is, found by the one convention: a class with a constant <c>Section</c> under <c>MeetUp:</c>.</summary>
internal static class OptionCatalogue
{
    public const string Root = "MeetUp";

    public static IReadOnlyList<OptionProperty> All { get; } =
    [
        .. typeof(OptionCatalogue).Assembly.GetTypes()
            .Where(type => SectionOf(type) is not null)
            .SelectMany(OptionsOf)
            .OrderBy(option => option.Setting.Name, StringComparer.Ordinal),
    ];

    public static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } section &&
        section.GetRawConstantValue() is string name && name.StartsWith(Root + ":", StringComparison.Ordinal)
            ? name
            : null;

    private static IEnumerable<OptionProperty> OptionsOf(Type type)
    {
        var section = SectionOf(type)!;
        var defaults = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            var name = $"{section.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)}__{JsonNamingPolicy.SnakeCaseUpper.ConvertName(property.Name)}";
            yield return new OptionProperty($"{section}:{property.Name}", property, SettingOf(name, property, TextOf(property.GetValue(defaults))));
        }
    }

    private static Setting SettingOf(string name, PropertyInfo property, string fallback)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttribute<RangeAttribute>();
        var (min, max) = (Number(range?.Minimum), Number(range?.Maximum));
        IReadOnlyList<string> values =
            type.IsEnum ? [.. Enum.GetNames(type).Select(value => value.ToLowerInvariant())]
            : type == typeof(bool) ? ["true", "false"]
            : [];
        return Type.GetTypeCode(type) switch
        {
            _ when values.Count > 0 => new Setting(name, SettingTypes.Choice, fallback, string.Join(" or ", values), "") { Values = values },
            TypeCode.Int32 or TypeCode.Int64 => new Setting(
                name, SettingTypes.WholeNumber, fallback, range is null ? "a whole number" : $"a whole number from {min:0} to {max:0}", "")
            { Min = min, Max = max },
            TypeCode.String => new Setting(name, SettingTypes.Text, fallback, "a text", ""),
            _ => throw new NotSupportedException($"{name}: options are whole numbers, texts or choices."),
        };
    }

    private static double? Number(object? limit) => limit is null ? null : Convert.ToDouble(limit, CultureInfo.InvariantCulture);

    private static string TextOf(object? fallback) => fallback switch
    {
        null => "",
        Enum or bool => fallback.ToString()!.ToLowerInvariant(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => fallback.ToString()!,
    };
}
