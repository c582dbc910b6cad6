using System.Diagnostics;

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// A throwaway engine, run by a script of <c>scripts/</c>: it prints its URL once it takes connections, and is gone when its input is
/// closed, so it does not outlive the run of tests even if that is killed.
/// </summary>
internal sealed class EngineScript : IDisposable
{
    private const int NotInstalled = 3;

    private readonly Process _process;

    private EngineScript(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts one. Where it is not installed the test is skipped, unless the whole run is for it or for CI.</summary>
    public static async Task<EngineScript> StartAsync(string name, TimeSpan patience, bool isForAll)
    {
        var process = Process.Start(new ProcessStartInfo(Repository.Folder("scripts", name))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(patience) is { } url)
        {
            return new EngineScript(process, url);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode == NotInstalled && !isForAll && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip((await errors).Trim());
        }

        throw new InvalidOperationException(await errors);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }
}
