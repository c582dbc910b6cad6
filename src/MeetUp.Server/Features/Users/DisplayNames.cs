using System.Globalization;
using System.Text;
using MeetUp.Contracts;

namespace MeetUp.Server.Features.Users;

/// <summary>
/// What a person may be called: 1–64 characters after trimming, counted as Unicode code points, with something to see in it and
/// nothing that could rearrange the text around it.
/// </summary>
internal static class DisplayNames
{
    /// <summary>Whoever comes without a name.</summary>
    public const string Default = "Guest";

    /// <summary>Why a name cannot be taken; null when it can, then <paramref name="name"/> is its trimmed form.</summary>
    public static string? Refuses(string? text, out string name)
    {
        name = text?.Trim() ?? "";
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            length++;
            if (!IsAllowed(rune))
            {
                return "Without control characters and direction overrides.";
            }
        }

        return length is 0 or > ContractLimits.MaxDisplayNameLength ? "1 to 64 characters."
            : HasSomethingToSee(name) ? null
            : "At least one visible character.";
    }

    /// <summary>The nearest name to what a token says; its owner cannot correct it at this point, so it is never refused.</summary>
    public static string Nearest(string? text)
    {
        var kept = new StringBuilder();
        foreach (var rune in (text ?? "").Trim().EnumerateRunes().Where(IsAllowed).Take(ContractLimits.MaxDisplayNameLength))
        {
            kept.Append(rune);
        }

        return Refuses(kept.ToString(), out var name) is null ? name : Default;
    }

    /// <summary>A half of a surrogate pair enumerates as U+FFFD, which no one types.</summary>
    private static bool IsAllowed(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)) && rune != Rune.ReplacementChar;

    private static bool HasSomethingToSee(string name) => name.EnumerateRunes().Any(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned));
}
