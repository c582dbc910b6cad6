namespace MeetUp.Server.Realtime.Socket;

/// <summary>What a <see cref="TokenWatch"/> wants done.</summary>
internal enum TokenTurn
{
    None,
    Warn,
    Over,
}

/// <summary>The life of the access token behind a connection: a warning a minute before it ends, the end 25 s after. Safe from any thread.</summary>
internal sealed class TokenWatch(DateTimeOffset expiresAt)
{
    private static readonly TimeSpan Warning = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    private long _expiresAtTicks = expiresAt.UtcTicks;
    private long _warnedFor;

    public DateTimeOffset ExpiresAt => new(Volatile.Read(ref _expiresAtTicks), TimeSpan.Zero);

    public static bool IsOver(DateTimeOffset expiresAt, DateTimeOffset now) => now >= expiresAt + Grace;

    public void Renew(DateTimeOffset expiresAt) => Volatile.Write(ref _expiresAtTicks, expiresAt.UtcTicks);

    /// <summary>What is due; a warning once for each token.</summary>
    public TokenTurn Next(DateTimeOffset now)
    {
        var end = ExpiresAt;
        if (IsOver(end, now))
        {
            return TokenTurn.Over;
        }

        if (now < end - Warning || _warnedFor == end.UtcTicks)
        {
            return TokenTurn.None;
        }

        _warnedFor = end.UtcTicks;
        return TokenTurn.Warn;
    }

    /// <summary>When to look again, at <paramref name="other"/> at the latest.</summary>
    public DateTimeOffset NextDue(DateTimeOffset other)
    {
        var end = ExpiresAt;
        var mine = _warnedFor == end.UtcTicks ? end + Grace : end - Warning;
        return mine < other ? mine : other;
    }
}
