using System.Text.Json;
using MeetUp.Cli.CommandLine;
using MeetUp.Cli.Configuration;
using MeetUp.Server.Ops.Settings;

namespace MeetUp.UnitTests.Cli;

public sealed class ConfigTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("meetup-config-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Catalogue_IsTheServersOwn()
    {
        var (ours, servers) = (ConfigCommand.Catalogue().All, Variable.All.Concat(OptionCatalogue.All.Select(option => option.Setting)).ToList());

        Assert.Equal(servers.Select(setting => setting.Name), ours.Select(setting => setting.Name), StringComparer.Ordinal);
        Assert.All(ours.Zip(servers), pair =>
        {
            var (mine, real) = pair;
            Assert.Equal((real.Type, real.Default, real.Allowed, real.Min, real.Max, real.Secret), (mine.Type, mine.Default, mine.Allowed, mine.Min, mine.Max, mine.Secret));
            Assert.Equal(real.Values ?? [], mine.Values ?? [], StringComparer.Ordinal);
        });
    }

    [Fact]
    public async Task Check_Passes_WhenEverySettingIsRight()
    {
        var (code, output) = await CheckAsync("""
            # how we run it
            PORT=8080
            export MEETUP_PUBLIC_URL="https://meet.example"
            MEETUP__AUTH__GUEST='on'
            SUPABASE_KEY=

            LANG=C
            """);

        Assert.Equal((ExitCodes.Ok, "ok    4 settings, 0 wrong\n"), (code, output));
    }

    [Theory]
    [InlineData("PORT=web", "PORT is 'web', but must be a port from 0 to 65535.")]
    [InlineData("MEETUP_DATADIR=/x", "MEETUP_DATADIR is not an option; did you mean MEETUP_DATA_DIR?")]
    [InlineData("MEETUP__SESSIONS__IDEL_SECONDS=5", "MEETUP__SESSIONS__IDEL_SECONDS is not an option; did you mean MEETUP__SESSIONS__IDLE_SECONDS?")]
    [InlineData("MEETUP__SESSIONS__IDLE_SECONDS=", "MEETUP__SESSIONS__IDLE_SECONDS is '', but must be a whole number from 1 to 86400.")]
    public async Task Check_SaysWhatIsWrongAndWhere(string line, string says)
    {
        var (code, output) = await CheckAsync("\n" + line + "\n");

        Assert.Equal((ExitCodes.Failed, $"FAIL  server.env:2: {says}\nFAIL  1 settings, 1 wrong\n"), (code, output));
    }

    [Fact]
    public async Task Check_SpeaksJson()
    {
        var (code, output) = await CheckAsync("PORT=1\nMEETUP__LOG__FORMAT=xml", "--json");

        Assert.Equal(ExitCodes.Failed, code);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.False(report.GetProperty("ok").GetBoolean());
        Assert.Equal(2, report.GetProperty("settings").GetInt32());
        Assert.Equal("server.env:2", Assert.Single(report.GetProperty("problems").EnumerateArray()).GetProperty("where").GetString());
    }

    [Theory]
    [InlineData("PORT")]
    [InlineData("=8000")]
    [InlineData("PORT =8000")]
    public async Task Check_FailsInOneLine_WhenTheFileIsNone(string line)
    {
        var (code, output, error) = await RunAsync("config", "check", "--env-file", Write(line));

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Equal("meetup: server.env:1 is not NAME=VALUE.\n", error);
    }

    [Fact]
    public async Task Check_FailsInOneLine_WhenTheFileIsNotThereOrFarTooLarge()
    {
        var (code, _, error) = await RunAsync("config", "check", "--env-file", Path.Combine(_directory.FullName, "none.env"));
        Assert.Equal(ExitCodes.Usage, code);
        Assert.EndsWith("See: meetup config check --help\n", error, StringComparison.Ordinal);

        (code, _, error) = await RunAsync("config", "check", "--env-file", Write(new string('#', (1 << 20) + 1)));
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Doc_ShowsWhatThePartMeans()
    {
        var (code, output, _) = await RunAsync("config", "doc", "idle_seconds");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.StartsWith("MEETUP__SESSIONS__IDLE_SECONDS (default: 1800)\n", output, StringComparison.Ordinal);
        Assert.Contains("May be a whole number from 1 to 86400.", output, StringComparison.Ordinal);

        (code, output, _) = await RunAsync("config", "doc", "--json");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(ConfigCommand.Catalogue().All.Count, JsonDocument.Parse(output).RootElement.GetArrayLength());

        (code, output, _) = await RunAsync("config", "doc", "no_such_thing");
        Assert.Equal((ExitCodes.Failed, ""), (code, output));
    }

    private async Task<(int Code, string Output)> CheckAsync(string file, params string[] more)
    {
        var (code, output, error) = await RunAsync(["config", "check", "--env-file", Write(file), .. more]);
        Assert.Equal("", error);
        return (code, output);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_directory.FullName, "server.env");
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await MeetUpCommand.RunAsync(arguments, new Terminal(output, error, Screen: null, TimeProvider.System))
            .WaitAsync(TimeSpan.FromSeconds(60));
        return (code, output.ToString(), error.ToString());
    }
}
