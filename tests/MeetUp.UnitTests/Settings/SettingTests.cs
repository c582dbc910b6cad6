using MeetUp.Contracts.Settings;
using MeetUp.Server.Ops.Settings;

namespace MeetUp.UnitTests.Settings;

public sealed class SettingTests
{
    private static readonly SettingCatalogue Catalogue = new([.. Variable.All, .. OptionCatalogue.All.Select(option => option.Setting)]);

    [Theory]
    [InlineData("PORT", "0", true)]
    [InlineData("PORT", "65535", true)]
    [InlineData("PORT", "65536", false)]
    [InlineData("PORT", "-1", false)]
    [InlineData("PORT", "80a", false)]
    [InlineData("PORT", "", false)]
    [InlineData("ASPNETCORE_URLS", "http://*:80;http://+:81;http://[::1]:82", true)]
    [InlineData("ASPNETCORE_URLS", "https://*:443", false)]
    [InlineData("ASPNETCORE_URLS", "8000", false)]
    [InlineData("MEETUP_PUBLIC_URL", "https://meet.example", true)]
    [InlineData("MEETUP_PUBLIC_URL", "https://meet.example/", true)]
    [InlineData("MEETUP_PUBLIC_URL", "https://meet.example/app", false)]
    [InlineData("MEETUP_PUBLIC_URL", "https://alice@meet.example", false)]
    [InlineData("MEETUP_PUBLIC_URL", "meet.example", false)]
    [InlineData("MEETUP_ALLOWED_ORIGINS", "https://a.example, http://localhost:8081", true)]
    [InlineData("MEETUP_ALLOWED_ORIGINS", "https://a.example,*", false)]
    [InlineData("MEETUP_MAP_STYLE_URL", "https://tiles.example/style.json?key=1", true)]
    [InlineData("MEETUP_MAP_STYLE_URL", "file:///style.json", false)]
    [InlineData("SUPABASE_URL", "https://project.supabase.co/base", true)]
    [InlineData("SUPABASE_URL", "https://project.supabase.co/?key=1", false)]
    [InlineData("MEETUP__AUTH__GUEST", "AUTO", true)]
    [InlineData("MEETUP__AUTH__GUEST", "maybe", false)]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS", "1", true)]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS", "0", false)]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS", "86401", false)]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS", "1.5", false)]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS", "99999999999999999999", false)]
    public void Setting_TakesWhatItSaysItMayBe(string name, string text, bool taken) =>
        Assert.Equal(taken, Catalogue.Find(name)!.Refusal(text) is null);

    [Theory]
    [InlineData("meetup__sessions__idle_seconds")]
    [InlineData("MeetUp:Sessions:IdleSeconds")]
    [InlineData("MEETUP__SESSIONS__IDLESECONDS")]
    public void Setting_IsFound_HoweverItIsSpelled(string name) =>
        Assert.Equal("MEETUP__SESSIONS__IDLE_SECONDS", Catalogue.Find(name)!.Name);

    [Fact]
    public void UnknownName_IsToldTheNearest() =>
        Assert.Equal(
            "MEETUP__SESSIONS__IDEL_SECONDS is not an option; did you mean MEETUP__SESSIONS__IDLE_SECONDS?", Catalogue.Unknown("MeetUp:Sessions:Idel_Seconds"));

    [Fact]
    public void Refusal_RepeatsTheText_UnlessItIsSecret()
    {
        Assert.Contains("'abc'", Catalogue.Find("PORT")!.Refusal("abc"), StringComparison.Ordinal);
        var hidden = new Setting("HIDDEN", SettingTypes.WholeNumber, "", "a whole number", "") { Secret = true };
        Assert.Equal("HIDDEN must be a whole number.", hidden.Refusal("abc"));
    }
}
