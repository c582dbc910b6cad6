using MeetUp.Client;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Users;

namespace MeetUp.Cli.People;

/// <summary>Two people and the session they are in.</summary>
internal sealed class Pair : IDisposable
{
    private static readonly TimeSpan CleanUpPatience = TimeSpan.FromSeconds(5);

    private readonly bool _ours;

    public Pair(MeetUpClient alice, MeetUpClient bob, Guid sessionId, bool ours)
    {
        Alice = alice;
        Bob = bob;
        SessionId = sessionId;
        _ours = ours;
    }

    public MeetUpClient Alice { get; }

    public MeetUpClient Bob { get; }

    public Guid SessionId { get; }

    public static MeetUpClient Open(Uri server, TimeProvider time) => new(Options(server, time));

    public static MeetUpClientOptions Options(Uri server, TimeProvider time) => new()
    {
        BaseAddress = server,
        TimeProvider = time,
        RetryLimit = 2,
        UserAgent = "meetup-cli/" + typeof(Pair).Assembly.GetName().Version?.ToString(3),
    };

    /// <summary>Two new guests in a new session.</summary>
    public static async Task<Pair> MakeAsync(Uri server, TimeProvider time, CancellationToken cancellationToken)
    {
        var (alice, bob) = (Open(server, time), Open(server, time));
        try
        {
            await alice.SignInGuestAsync("Alice", cancellationToken);
            await bob.SignInGuestAsync("Bob", cancellationToken);
            return new Pair(alice, bob, await StartSessionAsync(alice, bob, cancellationToken), ours: true);
        }
        catch
        {
            alice.Dispose();
            bob.Dispose();
            throw;
        }
    }

    /// <summary>People and a session somebody else made; they are left as they are.</summary>
    public static Pair Given(Uri server, TimeProvider time, Guid sessionId, string tokenA, string tokenB)
    {
        return new Pair(With(tokenA), With(tokenB), sessionId, ours: false);

        MeetUpClient With(string token) => new(Options(server, time) with { Tokens = OnlyAccess(token) });
    }

    /// <summary>An access token by itself: it works until it expires.</summary>
    public static TokenPair OnlyAccess(string token) => new(token, "bearer", ExpiresIn: 0, RefreshToken: "", new PersonRef(Guid.Empty, ""));

    /// <summary>A session of the two, by invite.</summary>
    public static async Task<Guid> StartSessionAsync(MeetUpClient alice, MeetUpClient bob, CancellationToken cancellationToken)
    {
        var session = await alice.CreateSessionAsync(cancellationToken: cancellationToken);
        var invite = await alice.CreateInviteAsync(session.Id, cancellationToken);
        await bob.RedeemInviteAsync(invite.InviteToken, cancellationToken);
        return session.Id;
    }

    /// <summary>Ends the session; people made here are deleted. Whatever fails is left for the server to expire.</summary>
    public Task CleanUpAsync() => CleanUpAsync(Alice, Bob, SessionId, _ours);

    /// <inheritdoc cref="CleanUpAsync()"/>
    public static async Task CleanUpAsync(MeetUpClient alice, MeetUpClient bob, Guid sessionId, bool deletePeople)
    {
        using var patience = new CancellationTokenSource(CleanUpPatience, alice.Options.TimeProvider);
        try
        {
            await alice.EndSessionAsync(sessionId, patience.Token);
            if (deletePeople)
            {
                await Task.WhenAll(alice.DeleteMeAsync(patience.Token), bob.DeleteMeAsync(patience.Token));
            }
        }
        catch (Exception gone) when (gone is MeetUpException or OperationCanceledException)
        {
            // The server is gone or has forgotten them already.
        }
    }

    public void Dispose()
    {
        Alice.Dispose();
        Bob.Dispose();
    }
}
