using System.Text.Json;
using MeetUp.Cli.CommandLine;
using MeetUp.Contracts.Auth;

namespace MeetUp.Cli.Seeding;

/// <summary>What is remembered of one server's sample people.</summary>
internal sealed record SeedState(Uri Server, TokenPair? Alice = null, TokenPair? Bob = null, Guid? SessionId = null)
{
    /// <summary>The file named by the user, else one for each server in the user's own data directory.</summary>
    public static string PathFor(string? named, Uri server)
    {
        if (named is not null)
        {
            return Path.GetFullPath(named);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home, "meetup", $"seed-{server.Host.Replace(':', '_')}-{server.Port}.json");
    }

    /// <summary>A file that cannot be read is as good as none: its people are made anew.</summary>
    public static SeedState Load(string path, Uri server)
    {
        try
        {
            if (File.Exists(path)
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), CliJson.Default.SeedState) is { } state
                && state.Server.GetLeftPart(UriPartial.Authority) == server.GetLeftPart(UriPartial.Authority))
            {
                return state;
            }
        }
        catch (JsonException)
        {
            // Half a file, or one of something else.
        }

        return new SeedState(server);
    }

    /// <summary>Whole or not at all, and for the owner's eyes only: the tokens are as good as passwords.</summary>
    public void Save(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        var half = path + ".new";
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(half);
        using (var file = new FileStream(half, create))
        {
            JsonSerializer.Serialize(file, this, CliJson.Default.SeedState);
        }

        File.Move(half, path, overwrite: true);
    }

    /// <summary>Without the tokens.</summary>
    public override string ToString() => $"sample people of {Server.GetLeftPart(UriPartial.Authority)}";
}
