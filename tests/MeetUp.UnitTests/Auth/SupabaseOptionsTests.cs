using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Auth.Supabase;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MeetUp.UnitTests.Auth;

public sealed class SupabaseOptionsTests
{
    private const string Secret = "a-secret-of-exactly-32-bytes-ok!";

    [Theory]
    [InlineData(null, null, "auto")]
    [InlineData("", "  ", "on")]
    [InlineData("https://abc.supabase.co", null, "off")]
    [InlineData("https://abc.supabase.co/", Secret, "auto")]
    [InlineData("http://127.0.0.1:54321", null, "auto")]
    [InlineData("https://example.org/supabase", null, "auto")]
    [InlineData(null, Secret, "off")]
    public void Options_AreTaken(string? url, string? secret, string guest) => Assert.Null(Refusal(url, secret, guest));

    [Theory]
    [InlineData("abc.supabase.co", null, "SUPABASE_URL must be")]
    [InlineData("ftp://abc.supabase.co", null, "SUPABASE_URL must be")]
    [InlineData("https://user:secret@abc.supabase.co", null, "SUPABASE_URL must be")]
    [InlineData("https://abc.supabase.co?apikey=x", null, "SUPABASE_URL must be")]
    [InlineData("https://abc.supabase.co/auth/v1/", null, "without /auth/v1")]
    [InlineData(null, "tiny", "too short")]
    [InlineData(null, "a-secret-of-exactly-31-bytes-no", "too short")]
    [InlineData(null, "eyJhbGciOiJIUzI1NiJ9." + "eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ", "anon or service_role key")]
    [InlineData(null, "https://abc.supabase.co/a-long-enough-path", "holds a URL")]
    [InlineData(null, "sb_" + "secret_0123456789abcdef0123456789abcdef", "API key")]
    [InlineData(null, "sb_publishable_0123456789abcdef0123456789", "API key")]
    [InlineData(null, "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZI", "PEM or JSON key")]
    [InlineData(null, """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""", "PEM or JSON key")]
    public void Options_AreRefused_InOneLine(string? url, string? secret, string expected)
    {
        var refusal = Refusal(url, secret, "auto");

        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal!);
        Assert.True(secret is null || !refusal!.Contains(secret, StringComparison.Ordinal), "A refusal must not repeat the secret.");
    }

    [Fact]
    public void Options_AreRefused_WhenNobodyCouldSignIn() => Assert.Contains("nobody could sign in", Refusal(null, null, "off"), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "auto", true, false)]
    [InlineData(null, "on", true, false)]
    [InlineData("https://abc.supabase.co", "auto", false, true)]
    [InlineData("https://abc.supabase.co", "on", true, true)]
    [InlineData("https://abc.supabase.co", "off", false, true)]
    public void Issuers_AreOn_AsConfigured(string? url, string guest, bool builtIn, bool supabase)
    {
        var issuers = new Issuers(Options.Create(Auth(guest)), Options.Create(Read(url, secret: null)));

        Assert.Equal((builtIn, supabase), (issuers.BuiltIn, issuers.Supabase));
    }

    [Fact]
    public void Issuer_IsTheUrlWithItsPath_HoweverTheUrlEnds()
    {
        Assert.Equal("https://abc.supabase.co/auth/v1", Read(" https://abc.supabase.co// ", secret: null).Issuer);
        Assert.Null(Read(url: null, Secret).Issuer);
    }

    private static string? Refusal(string? url, string? secret, string guest) =>
        new SupabaseOptionsValidator(Options.Create(Auth(guest))).Validate(name: null, Read(url, secret)).FailureMessage;

    private static AuthOptions Auth(string guest) => new() { Guest = Enum.Parse<GuestSwitch>(guest, ignoreCase: true) };

    private static SupabaseOptions Read(string? url, string? secret)
    {
        var options = new SupabaseOptions();
        SupabaseOptions.Read(options, new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["SUPABASE_URL"] = url, ["SUPABASE_KEY"] = secret }).Build());
        return options;
    }
}
