using MeetUp.Cli.People;
using MeetUp.Client;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Sessions;

namespace MeetUp.Cli.Seeding;

/// <summary>One sample person, ready to use.</summary>
/// <param name="UserId">Who.</param>
/// <param name="DisplayName">Alice or Bob.</param>
/// <param name="AccessToken">Good for a while yet.</param>
/// <param name="Link">Opens the debug page as this person; the secret is in the fragment, which no server sees.</param>
internal sealed record SeededPerson(Guid UserId, string DisplayName, string AccessToken, string Link)
{
    public override string ToString() => DisplayName;
}

/// <summary>What <c>meetup seed</c> prints.</summary>
internal sealed record SeedResult(Uri Server, Guid SessionId, bool NewSession, SeededPerson Alice, SeededPerson Bob);

/// <summary>
/// Alice and Bob in an ACTIVE session: the ones of last time while they are still good, else new ones. Only one run at a time uses a state
/// file, since two that spend the same refresh token would sign each other out.
/// </summary>
internal sealed class SeedRun : IDisposable
{
    /// <summary>A token or session that ends sooner is not handed out.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(20);

    private SeedRun(Pair pair, SeedResult result)
    {
        Pair = pair;
        Result = result;
    }

    public Pair Pair { get; }

    public SeedResult Result { get; }

    public static async Task<SeedRun> RunAsync(Uri server, string statePath, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(statePath, time, cancellationToken);
        var state = SeedState.Load(statePath, server);
        var alice = await SignInAsync("Alice", state.Alice, tokens => (state = state with { Alice = tokens }).Save(statePath));
        var bob = await SignInAsync("Bob", state.Bob, tokens => (state = state with { Bob = tokens }).Save(statePath));
        var sessionId = await FindSessionAsync(alice, state, time, cancellationToken);
        var made = sessionId is null;
        sessionId ??= await Pair.StartSessionAsync(alice, bob, cancellationToken);
        (state with { SessionId = sessionId }).Save(statePath);
        return new SeedRun(
            new Pair(alice, bob, sessionId.Value, ours: false),
            new SeedResult(server, sessionId.Value, made, Person(alice), Person(bob)));

        SeededPerson Person(MeetUpClient client)
        {
            var tokens = client.Tokens!;
            var link = new Uri(server, $"debug#session={sessionId}&token={tokens.AccessToken}").ToString();
            return new SeededPerson(tokens.User.Id, tokens.User.DisplayName, tokens.AccessToken, link);
        }

        async Task<MeetUpClient> SignInAsync(string name, TokenPair? known, Action<TokenPair> save)
        {
            var client = new MeetUpClient(Pair.Options(server, time) with
            {
                Tokens = known,
                TokensChanged = (tokens, _) =>
                {
                    save(tokens);
                    return ValueTask.CompletedTask;
                },
            });
            if (known is null || !await StillGoodAsync(client, cancellationToken))
            {
                await client.SignInGuestAsync(name, cancellationToken);
            }

            return client;
        }
    }

    public void Dispose() => Pair.Dispose();

    /// <summary>Refreshes, so that what is printed lasts; false when the server no longer knows this person.</summary>
    private static async Task<bool> StillGoodAsync(MeetUpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.RefreshTokensAsync(cancellationToken);
            await client.GetMeAsync(cancellationToken);
            return true;
        }
        catch (MeetUpException refused) when (!refused.IsTransient)
        {
            return false;
        }
    }

    private static async Task<Guid?> FindSessionAsync(MeetUpClient alice, SeedState state, TimeProvider time, CancellationToken cancellationToken)
    {
        if (state is not { SessionId: { } sessionId, Alice: { } knownAlice, Bob: { } knownBob })
        {
            return null;
        }

        try
        {
            var session = await alice.GetSessionAsync(sessionId, cancellationToken);
            Guid[] wanted = [knownAlice.User.Id, knownBob.User.Id];
            return session.Status is SessionStatus.Active
                && session.ExpiresAt - time.GetUtcNow() > GoodFor
                && wanted.All(person => session.Participants.Any(seat => seat.UserId == person))
                ? sessionId
                : null;
        }
        catch (MeetUpException refused) when (!refused.IsTransient)
        {
            return null;
        }
    }

    private static async Task<FileStream> TakeTurnAsync(string statePath, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(statePath)!);
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(
                    statePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }
}
