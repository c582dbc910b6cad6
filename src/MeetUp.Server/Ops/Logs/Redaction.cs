using System.Text;
using System.Text.RegularExpressions;

namespace MeetUp.Server.Ops.Logs;

/// <summary>
/// The last door before the log: takes out whatever looks like a secret or a place, and whatever could begin a line of its own.
/// Nothing here is meant to need it; it is for what a library or a future mistake lets through.
/// </summary>
internal static partial class Redaction
{
    private const string Gone = "[redacted]";

    public static string Clean(string text) => OnOneLine(Secret().Replace(text, static match => match.Groups["name"].Value + Gone));

    private static string OnOneLine(string text)
    {
        if (!text.AsSpan().ContainsAny(LineBreakers))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\n' => clean.Append("\\n"),
                '\r' => clean,
                _ when LineBreakers.Contains(letter) => clean.Append("\\u").Append(((int)letter).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => clean.Append(letter),
            };
        }

        return clean.ToString();
    }

    /// <summary>Every control character, and the two separators some terminals break a line at.</summary>
    private static readonly System.Buffers.SearchValues<char> LineBreakers =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), '\u2028', '\u2029']);

    /// <summary>Named secrets, bearer tokens, any JWT, invite links, coordinates by name, and bare random text of 256 bits or more.</summary>
    [GeneratedRegex(
        """
        (?<name>\b(access_|refresh_|invite_)?(token|ticket|password|secret)["']?\s*[=:]\s*["']?)[^&\s"',;}]+
        |(?<name>\bbearer[\s.]+)[\w.~+/=-]{8,}
        |eyJ[\w-]{5,}\.[\w.-]*
        |(?<name>join\#|meetup://invite/)[\w-]+
        |(?<name>\b(lat|lon|lng|latitude|longitude)["']?\s*[=:]\s*["']?)-?\d+(\.\d+)?
        |(?<![\w-])(?=[\w-]*\d)[\w-]{43,}(?![\w-])
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
