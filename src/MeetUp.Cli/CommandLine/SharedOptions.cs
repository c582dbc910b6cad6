using System.CommandLine;
using System.CommandLine.Parsing;

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

    public static Option<double> Number(string name, string description, double fallback, double least, double most)
    {
        var option = new Option<double>(name) { Description = $"{description} {least}–{most}.", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result => CheckRange(result, result.GetValueOrDefault<double>(), least, most));
        return option;
    }

    public static Option<int> Whole(string name, string description, int fallback, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} {least}–{most}.", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result => CheckRange(result, result.GetValueOrDefault<int>(), least, most));
        return option;
    }

    private static void CheckRange(OptionResult result, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            result.AddError($"{result.Option.Name} must be between {least} and {most}.");
        }
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
