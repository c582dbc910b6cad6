namespace MeetUp.Tests;

/// <summary>A file of the repository that is made from the code: it must be what the code makes of it today.</summary>
internal static class GeneratedFile
{
    private const string UpdateSwitch = "MEETUP_UPDATE_FILES";

    /// <summary>Writes the file instead where <c>MEETUP_UPDATE_FILES=1</c> asks for it.</summary>
    public static void AssertIsCurrent(string text, params string[] parts)
    {
        var path = Repository.Folder(parts);
        if (Environment.GetEnvironmentVariable(UpdateSwitch) is "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(
            File.Exists(path) && string.Equals(File.ReadAllText(path), text, StringComparison.Ordinal),
            $"{string.Join('/', parts)} is not what the code says. {UpdateSwitch}=1 ./test unit api rewrites it; then read the diff.");
    }
}
