using System.Globalization;
using System.Text.RegularExpressions;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Ops.Settings;
using MeetUp.UnitTests.Protocol;

namespace MeetUp.UnitTests.Documents;

/// <summary>What the pages point at and name is really there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git", "data"];

    public static TheoryData<string> Pages => [.. Files(Repository.Root).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLink_LeadsSomewhere(string page) => Assert.All(Links().Matches(Read(page)), link =>
    {
        var (path, anchor) = (link.Groups["path"].Value, link.Groups["anchor"].Value);
        var target = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        Assert.True(Path.Exists(Repository.Folder(target)), $"{page} links to {path}, which is not there.");
        Assert.True(anchor.Length == 0 || AnchorsOf(target).Contains(anchor, StringComparer.Ordinal), $"{page} links to {path}#{anchor}, which is not there.");
    });

    [Theory]
    [MemberData(nameof(Pages))]
    public void EverySetting_IsOne(string page) => Assert.All(Settings().Matches(Read(page)).Select(match => match.Value), name =>
        Assert.Contains(name, OptionCatalogue.All.Select(option => option.Setting.Name).Append("MEETUP__SECTION__NAME").Concat(Variable.All.Select(variable => variable.Name)), StringComparer.Ordinal));

    [Theory]
    [InlineData("README.md")]
    [InlineData("QUICK_START.md")]
    [InlineData("CONTRIBUTING.md")]
    public void EveryScript_IsThere(string page) => Assert.All(
        Scripts().Matches(Read(page)).Select(match => match.Groups["script"].Value),
        script => Assert.True(File.Exists(Repository.Folder(script)), $"{page} names {script}, which is not there."));

    [Fact]
    public void Protocol_NamesEveryErrorCode_AndNoOther()
    {
        var firstCells = Read("PROTOCOL.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        var named = firstCells.SelectMany(cell => Codes().Matches(cell)).Select(match => match.Value).Distinct(StringComparer.Ordinal);

        Assert.Equal(ErrorCodes.All.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Protocol_NamesEveryRefusalOfAFix() =>
        Assert.All(LocationRefusals.All, reason => Assert.Contains($"`{reason}`", Read("PROTOCOL.md"), StringComparison.Ordinal));

    [Fact]
    public void Protocol_NamesEveryCloseCode_AndNoOther()
    {
        var rows = CloseCodeRow().Matches(Read("PROTOCOL.md")).SelectMany(row => Number().Matches(row.Groups["codes"].Value));
        var named = rows.Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture));

        Assert.Equal(ContractNames.Constants<int>(typeof(CloseCodes)).Order(), named.Order());
    }

    [Fact]
    public void Operations_NameOnlyMetricsThatAreThere()
    {
        var instruments = Files(Repository.Folder("src", "MeetUp.Server"), "*.cs").SelectMany(file => Instruments().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value.Replace('.', '_')).ToHashSet(StringComparer.Ordinal);
        var named = new[] { "docs/operations.md", "ARCHITECTURE.md" }.SelectMany(page => Metrics().Matches(Read(page))).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, instruments));
    }

    private static string Read(string page) => File.ReadAllText(Repository.Folder(page));

    private static IEnumerable<string> Files(string folder, string pattern = "*.md") => Directory.EnumerateFiles(folder, pattern).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(each => !Skipped.Contains(Path.GetFileName(each), StringComparer.Ordinal))
            .SelectMany(each => Files(each, pattern)));

    /// <summary>As GitHub makes them from headings.</summary>
    private static IEnumerable<string> AnchorsOf(string page) => Headings().Matches(Read(page))
        .Select(match => NotInAnchors().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<path>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\bMEETUP__?[A-Z][A-Z_]*\b(?<!MEETUP_UPDATE_FILES)|\bSUPABASE_[A-Z_]+\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Settings();

    [GeneratedRegex(@"^(\./)?(?<script>run|test|\.ci/run|scripts/[a-z_]+\.(sh|mjs))\b|`(\./)?(?<script>run|test|\.ci/run|scripts/[a-z_]+\.(sh|mjs))[ `]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts();

    [GeneratedRegex("[A-Z]+(_[A-Z]+)+|UNAUTHENTICATED|UNAVAILABLE", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"^\| (?<codes>\d{4}( · \d{4})*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CloseCodeRow();

    [GeneratedRegex(@"\d{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("\"(?<name>(meetup|process|dotnet)\\.[a-z.]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instruments();

    [GeneratedRegex("`(?<name>(meetup|process|dotnet)_[a-z_]+?)(_total)?(\\{[^`]*)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metrics();
}
