using System.Net;
using System.Net.Sockets;
using MeetUp.Cli.CommandLine;

namespace MeetUp.UnitTests.Cli;

public sealed class CommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("dance")]
    [InlineData("check --url")]
    [InlineData("check --url ftp://x/")]
    [InlineData("check --url localhost")]
    [InlineData("check --colour red")]
    [InlineData("check --timeout soon")]
    [InlineData("check --timeout 0")]
    [InlineData("check --token-a x")]
    [InlineData("simulate")]
    [InlineData("simulate --a x.gpx")]
    [InlineData("simulate --a x.gpx --b y.gpx --meet z.gpx")]
    [InlineData("simulate --meet x.gpx --speed 0")]
    [InlineData("simulate --meet x.gpx --speed fast")]
    [InlineData("simulate --meet x.gpx --rate 11")]
    [InlineData("simulate --meet x.gpx --accuracy 0")]
    [InlineData("simulate --meet x.gpx --drop-outs 100")]
    [InlineData("simulate --meet x.gpx --jitter NaN")]
    [InlineData("simulate --meet x.gpx --session 1")]
    [InlineData("simulate --meet x.gpx --session 01900000-0000-7000-8000-000000000001")]
    [InlineData("simulate --meet /nowhere/x.gpx")]
    [InlineData("load --sessions 0")]
    [InlineData("load --sessions 1.5")]
    [InlineData("load --rate 20")]
    public async Task Command_FailsInOneLine_WhenMisused(string arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Equal("", output);
        var line = Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("meetup: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed --state {dir}/seed.json")]
    [InlineData("token")]
    [InlineData("simulate --meet {dir}/walk.gpx")]
    [InlineData("simulate --demo --state {dir}/demo.json")]
    [InlineData("load --sessions 1 --duration 1")]
    public async Task Command_FailsInOneLine_WhenTheServerIsNotThere(string arguments)
    {
        var directory = Directory.CreateTempSubdirectory("meetup-cli-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(directory.FullName, "walk.gpx"), "<gpx><wpt lat='1' lon='1'/><wpt lat='1.01' lon='1'/></gpx>");

            var (code, _, error) = await RunAsync(
                arguments.Replace("{dir}", directory.FullName, StringComparison.Ordinal) + $" --url http://127.0.0.1:{FreePort()}");

            Assert.Equal(ExitCodes.Unreachable, code);
            Assert.Contains("No answer from http://127.0.0.1:", error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Check_SaysWhatFailed_WhenTheServerIsNotThere()
    {
        var (code, output, _) = await RunAsync($"check --url http://127.0.0.1:{FreePort()}");

        Assert.Equal(ExitCodes.Unreachable, code);
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.StartsWith("FAIL", lines[0], StringComparison.Ordinal);
        Assert.Contains("reachable: No answer", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("skipped", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help", "simulate")]
    [InlineData("simulate --help", "--drop-outs")]
    [InlineData("load -h", "--max-loss")]
    public async Task Help_IsThere(string arguments, string says)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal((ExitCodes.Ok, ""), (code, error));
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, Screen: null, TimeProvider.System);
        var code = await MeetUpCommand.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), terminal)
            .WaitAsync(TimeSpan.FromSeconds(60));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A port nobody listens on.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
