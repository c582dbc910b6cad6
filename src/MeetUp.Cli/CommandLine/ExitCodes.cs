namespace MeetUp.Cli.CommandLine;

/// <summary>What scripts can rely on.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran, and what it checked is not so.</summary>
    public const int Failed = 1;

    /// <summary>A bad option or file.</summary>
    public const int Usage = 2;

    /// <summary>The server did not answer.</summary>
    public const int Unreachable = 3;

    /// <summary>The session ended, but not because the two met.</summary>
    public const int EndedOtherwise = 4;

    /// <summary>The tracks were walked to their end without a meeting.</summary>
    public const int NotMet = 5;

    /// <summary>Ctrl-C.</summary>
    public const int Cancelled = 130;
}
