using MeetUp.Cli.Seeding;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Users;

namespace MeetUp.UnitTests.Cli;

public sealed class SeedStateTests : IDisposable
{
    private static readonly Uri Server = new("http://localhost:8000/");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("meetup-seed-");

    private string Path => System.IO.Path.Combine(_directory.FullName, "inner", "seed.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void State_IsTheOwnersAlone_AndComesBack()
    {
        var state = new SeedState(Server, new TokenPair("a", "bearer", 1, "secret", new PersonRef(Guid.Empty, "Alice")), Bob: null, Guid.Empty);

        state.Save(Path);
        state.Save(Path);

        Assert.Equal(state, SeedState.Load(Path, Server));
        Assert.DoesNotContain("secret", state.ToString(), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(System.IO.Path.GetDirectoryName(Path)!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"server":"http://elsewhere:8000/","session_id":"01900000-0000-7000-8000-000000000001"}""")]
    public void State_StartsAnew_WhenTheFileIsOfNoUse(string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, content);

        Assert.Equal(new SeedState(Server), SeedState.Load(Path, Server));
    }

    [Fact]
    public void State_HasAFileForEachServer()
    {
        Assert.NotEqual(SeedState.PathFor(named: null, new Uri("http://a:1/")), SeedState.PathFor(named: null, new Uri("http://a:2/")), StringComparer.Ordinal);
        Assert.Equal(Path, SeedState.PathFor(Path, Server));
    }
}
