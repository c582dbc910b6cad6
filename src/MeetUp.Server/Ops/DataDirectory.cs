namespace MeetUp.Server.Ops;

/// <summary>Where the embedded server keeps its database and keys: <c>MEETUP_DATA_DIR</c>, else <c>data</c> beside the process. Owner-only.</summary>
internal sealed class DataDirectory
{
    private readonly string _path;

    public DataDirectory(IConfiguration configuration)
    {
        _path = Path.GetFullPath(configuration["MEETUP_DATA_DIR"] is { Length: > 0 } path ? path : "data");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
        }
        else
        {
            Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Whether a file can be made here right now.</summary>
    public bool IsWritable()
    {
        try
        {
            using var probe = new FileStream(
                File($".probe-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
