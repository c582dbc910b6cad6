using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace MeetUp.Server.Ops.Settings;

/// <summary>One option: a property of an options class.</summary>
/// <param name="Name">As set in the environment, such as <c>MEETUP__SESSIONS__IDLE_SECONDS</c>.</param>
/// <param name="Key">As configuration knows it, such as <c>MeetUp:Sessions:IdleSeconds</c>.</param>
internal sealed record OptionSetting(string Name, string Key, PropertyInfo Property, object? Default, double? Min, double? Max)
{
    public Type ValueType => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>What may be set, where that is a short list.</summary>
    public IReadOnlyList<string> Values =>
        ValueType.IsEnum ? [.. Enum.GetNames(ValueType).Select(name => name.ToLowerInvariant())]
        : ValueType == typeof(bool) ? ["true", "false"]
        : [];

    public string TypeName => Type.GetTypeCode(ValueType) switch
    {
        _ when ValueType.IsEnum => "choice",
        TypeCode.Boolean => "boolean",
        TypeCode.Int32 or TypeCode.Int64 => "integer",
        TypeCode.Double => "number",
        TypeCode.String => "text",
        _ when ValueType == typeof(TimeSpan) => "duration",
        _ => throw new NotSupportedException($"{Name}: options are numbers, texts, choices or durations."),
    };

    public string Allowed => (TypeName, Min, Max) switch
    {
        ("integer", { } min, { } max) => $"a whole number from {min:0} to {max:0}",
        ("number", { } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"),
        ("integer", _, _) => "a whole number",
        ("duration", _, _) => "a duration as hh:mm:ss",
        ("choice" or "boolean", _, _) => string.Join(" or ", Values),
        _ => "a text",
    };

    /// <summary>Whether the text is of the type and within the range.</summary>
    public bool Accepts(string text) => TypeName switch
    {
        "choice" or "boolean" => Values.Contains(text, StringComparer.OrdinalIgnoreCase),
        "integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && IsInRange(whole),
        "number" => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && IsInRange(number),
        "duration" => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private bool IsInRange(double value) => !(value < Min) && !(value > Max);
}

/// <summary>Every option there is, found by the one convention: a class with a constant <c>Section</c> under <c>MeetUp:</c>.</summary>
internal static class OptionCatalogue
{
    public const string Root = "MeetUp";

    public static IReadOnlyList<OptionSetting> All { get; } =
    [
        .. typeof(OptionCatalogue).Assembly.GetTypes()
            .Where(type => SectionOf(type) is not null)
            .SelectMany(SettingsOf)
            .OrderBy(setting => setting.Name, StringComparer.Ordinal),
    ];

    public static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } section &&
        section.GetRawConstantValue() is string name && name.StartsWith(Root + ":", StringComparison.Ordinal)
            ? name
            : null;

    private static IEnumerable<OptionSetting> SettingsOf(Type type)
    {
        var section = SectionOf(type)!;
        var defaults = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            var range = property.GetCustomAttribute<RangeAttribute>();
            yield return new OptionSetting(
                $"{section.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)}__{JsonNamingPolicy.SnakeCaseUpper.ConvertName(property.Name)}",
                $"{section}:{property.Name}",
                property,
                property.GetValue(defaults),
                Number(range?.Minimum),
                Number(range?.Maximum));
        }
    }

    private static double? Number(object? limit) => limit is null ? null : Convert.ToDouble(limit, CultureInfo.InvariantCulture);
}
