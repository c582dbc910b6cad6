using MeetUp.Server.Ops.Settings;

namespace MeetUp.Server.Ops;

/// <summary>Where the embedded server keeps its database and keys: <c>MEETUP_DATA_DIR</c>, else <c>data</c> beside the process. Owner-only.</summary>
internal sealed class DataDirectory
{
    private const string Probe = ".write-probe";

    private readonly string _path;

    public DataDirectory(IConfiguration configuration)
    {
        var given = configuration["MEETUP_DATA_DIR"] is { Length: > 0 } path ? path : "data";
        try
        {
            _path = Path.GetFullPath(given);
            Make(_path);
            CheckWritable();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartException($"MEETUP_DATA_DIR is '{given}', but must be a directory that can be written: {exception.Message}");
        }
    }

    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Leaves nothing behind.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void CheckWritable()
    {
        System.IO.File.WriteAllBytes(File(Probe), [0]);
        System.IO.File.Delete(File(Probe));
    }

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
