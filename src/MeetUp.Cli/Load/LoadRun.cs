using MeetUp.Cli.People;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Cli.Load;

/// <summary>1 people and sessions → 2 sockets → 3 the timetable → 4 wait for the last → 5 tidy up.</summary>
internal sealed class LoadRun(LoadSettings settings, TimeProvider time, Action<string> progress)
{
    /// <summary>Later than this, at the 99th percentile, and the generator measures itself.</summary>
    private const double MostLateMs = 10;

    private const int SetUpAtOnce = 8;

    private static readonly TimeSpan LastFixes = TimeSpan.FromSeconds(2);

    /// <summary>Two people of a session stand this far apart, so that their band never changes.</summary>
    private const double ApartDegrees = 0.01;

    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        var people = 2 * settings.Sessions;
        var clock = new LoadClock(time, people, settings);
        var tally = new LoadTally(clock);
        var pairs = new Pair?[settings.Sessions];
        var connections = new LoadPerson[people];
        using var listeningOver = new CancellationTokenSource();
        try
        {
            // 1. People and sessions.
            progress($"Making {people} guests in {settings.Sessions} sessions…");
            await EachAsync(settings.Sessions, async (index, token) => pairs[index] = await Pair.MakeAsync(settings.Server, time, token), cancellationToken);

            // 2. Sockets.
            progress($"Connecting {people} sockets…");
            await EachAsync(people, async (index, token) =>
            {
                var pair = pairs[index / 2]!;
                connections[index] = new LoadPerson(index, index % 2 is 0 ? pair.Alice : pair.Bob, pair.SessionId, tally);
                await connections[index].ConnectAsync(token);
            }, cancellationToken);

            // 3. The timetable.
            progress($"Sending {people * settings.RatePerSecond:0} fixes a second for {settings.WarmUpSeconds + settings.Seconds:0} s…");
            clock.Start(connections[^1].ServerTime);
            var listening = connections.Select(person => Task.Run(() => person.ListenAsync(listeningOver.Token))).ToArray();
            await SendAllAsync(clock, tally, connections, cancellationToken);

            // 4. The last ones.
            await Task.Delay(LastFixes, time, cancellationToken);
            await listeningOver.CancelAsync();
            await Task.WhenAll(listening);
            return tally.Report(settings, MostLateMs);
        }
        finally
        {
            // 5. Tidy up.
            await listeningOver.CancelAsync();
            foreach (var person in connections.Where(person => person is not null))
            {
                person.Dispose();
            }

            await EachAsync(settings.Sessions, async (index, _) =>
            {
                if (pairs[index] is { } pair)
                {
                    await pair.CleanUpAsync();
                    pair.Dispose();
                }
            }, CancellationToken.None);
        }
    }

    private static Task EachAsync(int count, Func<int, CancellationToken, Task> run, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = SetUpAtOnce, CancellationToken = cancellationToken },
            async (index, token) => await run(index, token));

    private async Task SendAllAsync(LoadClock clock, LoadTally tally, LoadPerson[] people, CancellationToken cancellationToken)
    {
        for (var turn = 0L; turn < clock.Total; turn++)
        {
            while (clock.DueAt(turn) > clock.Now)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
            }

            var person = clock.PersonOf(turn);
            tally.Sent(turn, people[person].TrySend(Fix(person, turn, clock)));
        }
    }

    /// <summary>Steps of a metre to and fro.</summary>
    private static LocationUpdate Fix(int person, long turn, LoadClock clock)
    {
        var step = turn % 2 is 0 ? 0.00001 : 0;
        return new LocationUpdate(
            Math.Round(48 + (person / 2 % 1000 * 0.001) + step, 6), Math.Round(16 + (person % 2 * ApartDegrees), 6), 5, clock.TimestampOf(turn));
    }
}
