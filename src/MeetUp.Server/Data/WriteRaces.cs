namespace MeetUp.Server.Data;

/// <summary>Changes that two people may try at the same moment are tried again by whoever comes second, who then sees what the first did.</summary>
internal static class WriteRaces
{
    /// <summary>Every lost round means that another change got through; what is fought over here can change only so often.</summary>
    private const int Rounds = 6;

    /// <summary>
    /// Runs <paramref name="attempt"/> until it is decided. It is repeated when it answers null (a conditional update met no row)
    /// and when a constraint refused it; so it must look everything up anew and roll back what it began.
    /// </summary>
    public static async Task<T> DecideAsync<T>(this MeetUpDb db, Func<Task<T?>> attempt)
        where T : class
    {
        for (var round = 1; ; round++)
        {
            try
            {
                if (await attempt() is { } decided)
                {
                    return decided;
                }

                if (round == Rounds)
                {
                    throw new InvalidOperationException("A change met a moving target too often.");
                }
            }
            catch (Exception exception) when (round < Rounds && db.IsConflict(exception))
            {
                // Looked at anew in the next round.
            }

            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Runs <paramref name="change"/> until no other gets in its way, such as one that took the same rows in another order.</summary>
    public static Task RepeatAsync(this MeetUpDb db, Func<Task> change) =>
        db.DecideAsync<MeetUpDb>(async () =>
        {
            await change();
            return db;
        });
}
