namespace MeetUp.Server.Ops;

internal static class ServerArguments
{
    /// <summary>
    /// Settings are read once and files are looked for beside the program, wherever it was started. Watching them would watch whole trees.
    /// </summary>
    public static WebApplicationOptions Of(string[] args) => new()
    {
        Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
        ContentRootPath = AppContext.BaseDirectory,
    };
}
