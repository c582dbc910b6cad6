using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace MeetUp.Cli.CommandLine;

/// <summary>Options that several commands have, so that they read the same everywhere.</summary>
internal static class SharedOptions
{
    public static Option<Uri> Url() => new("--url")
    {
        Description = "Where the server is.",
        HelpName = "address",
        DefaultValueFactory = _ => new Uri("http://localhost:8000/"),
        CustomParser = ReadAddress,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for scripts." };

    public static Option<double> Number(string name, string description, double fallback, double least, double most) =>
        new(name)
        {
            Description = $"{description} {least}–{most}.",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => ReadNumber(result, name, least, most),
        };

    public static Option<int> Whole(string name, string description, int fallback, int least, int most) =>
        new(name)
        {
            Description = $"{description} {least}–{most}.",
            DefaultValueFactory = _ => fallback,
            CustomParser = result => ReadNumber(result, name, least, most),
        };

    /// <summary>A number within its range; says what is wrong otherwise.</summary>
    public static T ReadNumber<T>(ArgumentResult result, string name, T least, T most)
        where T : INumber<T>
    {
        if (T.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} must be {(least is int ? "a whole number " : "")}between {least} and {most}.");
        return least;
    }

    private static Uri ReadAddress(ArgumentResult result)
    {
        var text = result.Tokens.Count is 1 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"'{text}' is not an http or https address.");
        return new Uri("http://localhost:8000/");
    }
}
