using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using MeetUp.Client;
using MeetUp.Contracts;
using MeetUp.Server.Realtime;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace MeetUp.UnitTests;

/// <summary>Who may know whom. A rule without a test is a wish.</summary>
public sealed class ArchitectureTests
{
    private const int LongestSource = 300;
    private const int LongestTest = 400;

    private static readonly System.Reflection.Assembly Server = typeof(ISessionGate).Assembly;
    private static readonly System.Reflection.Assembly Sdk = typeof(MeetUpClient).Assembly;
    private static readonly System.Reflection.Assembly Contracts = typeof(ErrorCodes).Assembly;
    private static readonly System.Reflection.Assembly Cli = System.Reflection.Assembly.Load("meetup");

    private static readonly Architecture Ours = new ArchLoader().LoadAssemblies(Server, Sdk, Contracts, Cli).Build();

    /// <summary>So that nobody can write a query per location update by accident.</summary>
    [Fact]
    public void Realtime_KnowsNoDatabase_AndNoFeature()
    {
        var realtime = Types().That().ResideInNamespaceMatching(@"^MeetUp\.Server\.Realtime(\.|$)");

        Holds(realtime.Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^MeetUp\.Server\.(Data|Features)(\.|$)"));
        Holds(realtime.Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^(Microsoft\.EntityFrameworkCore|Microsoft\.Data|System\.Data)(\.|$)"));
    }

    /// <summary>The rules of the live side are tried as tables: no socket, no host, no clock of their own.</summary>
    [Fact]
    public void RulesOfTheLiveSide_KnowNoSocketAndNoHost() => Holds(
        Types().That().ResideInNamespaceMatching(@"^MeetUp\.Server\.Realtime\.(Fixes|Frames|Meeting)$")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^(Microsoft|System\.Net|System\.IO|System\.Threading)(\.|$)"));

    [Fact]
    public void Contracts_KnowNothingOfOurs() => Assert.DoesNotContain(References(Contracts), IsOurs);

    [Fact]
    public void Client_KnowsContractsAlone() => Assert.Equal(Contracts.GetName().Name, Assert.Single(References(Sdk), IsOurs));

    [Fact]
    public void CommandLine_NeverSeesTheServer() => Assert.DoesNotContain(References(Cli), name => name == Server.GetName().Name);

    [Fact]
    public void Server_NeverSeesTheClient()
    {
        Assert.DoesNotContain(References(Server), name => name == Sdk.GetName().Name);
        Assert.DoesNotContain(References(Server), name => name == Cli.GetName().Name);
    }

    [Fact]
    public void Types_AreNamedForWhatTheyAre() =>
        Holds(Types().That().ResideInNamespaceMatching(@"^MeetUp\.").Should().NotHaveNameMatching("(Service|Manager|Helper|Util|Utils|Impl)(`[0-9]+)?$"));

    [Fact]
    public void Folders_AreNamedForWhatIsInThem() => Holds(
        Types().Should().NotResideInNamespaceMatching(@"^MeetUp\..*\b(Core|Common|Shared|Utils|Helpers|Infrastructure|Services)(\.|$)"));

    [Theory]
    [InlineData("src", LongestSource)]
    [InlineData("tests", LongestTest)]
    public void File_IsSmallEnoughToHold(string folder, int lines) => Assert.DoesNotContain(
        Directory.EnumerateFiles(Repository.Folder(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "Migrations" or "node_modules" or "bin" or "obj"))
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count())),
        file => file.Lines > lines);

    private static void Holds(TypesShouldConjunction rule) =>
        Assert.Empty(rule.Evaluate(Ours).Where(result => !result.Passed).Select(result => result.Description));

    private static IEnumerable<string> References(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsOurs(string assembly) => assembly.StartsWith("MeetUp.", StringComparison.Ordinal) || assembly == "meetup";
}
