using System.Text.RegularExpressions;
using MeetUp.ApiTests.Harness;

namespace MeetUp.ApiTests.Reference;

/// <summary>The reference page is complete without any other server, and is kept to that by its policy.</summary>
public sealed partial class ReferencePageTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Page_NamesNoOtherServer()
    {
        var page = await server.Anonymous.GetStringAsync("docs/");

        Assert.DoesNotMatch(OtherServer(), page);
    }

    [Fact]
    public async Task Page_LoadsItsScriptsFromHere()
    {
        var page = await server.Anonymous.GetStringAsync("docs/");
        var scripts = Source().Matches(page).Select(match => match.Groups["source"].Value).ToList();

        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var response = await server.Anonymous.GetAsync(new Uri(new Uri(server.Address, "docs/"), script));
            Assert.True(response.IsSuccessStatusCode, script);
            Assert.Contains("javascript", response.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Policy_LetsTheScriptsRun_AndNothingFromElsewhere()
    {
        using var response = await server.Anonymous.GetAsync("docs/");
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        var page = await response.Content.ReadAsStringAsync();

        var nonce = Nonce().Match(policy).Groups["nonce"].Value;
        Assert.NotEmpty(nonce);
        Assert.All(ScriptTag().Matches(page), tag => Assert.Contains($"nonce=\"{nonce}\"", tag.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"https?:|\*", policy);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonce_IsNewEveryTime() =>
        Assert.NotEqual(await server.Anonymous.GetStringAsync("docs/"), await server.Anonymous.GetStringAsync("docs/"), StringComparer.Ordinal);

    [GeneratedRegex("//[a-z]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherServer();

    [GeneratedRegex("<script[^>]* src=\"(?<source>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();

    [GeneratedRegex("<script[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptTag();

    [GeneratedRegex("script-src [^;]*'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();
}
