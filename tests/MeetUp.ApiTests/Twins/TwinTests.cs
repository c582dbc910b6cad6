using MeetUp.ApiTests.Harness;
using MeetUp.Server.State;
using MeetUp.Server.State.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.ApiTests.Twins;

/// <summary>
/// What instances decide in one place, tried alike on the twin of one instance and, in the run with Redis, on that of many, where every
/// other call is made on another instance.
/// </summary>
public sealed class TwinTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly List<ServiceProvider> _instances = [];
    private int _turn;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["REDIS_URL"] = RedisServer.IsForAll ? await RedisServer.UrlAsync() : "",
            ["MeetUp:Redis:Prefix"] = RedisServer.NewPrefix(),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        for (var i = 0; i < (RedisServer.IsForAll ? 2 : 1); i++)
        {
            var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(_clock).AddSingleton<Server.Ops.Instance>()
                .AddLogging().AddOptions().AddState(configuration).BuildServiceProvider();
            await services.StartStateAsync();
            _instances.Add(services);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    [Fact]
    public async Task Ticket_IsGoodOnce_ForTwentySeconds()
    {
        var grant = new TicketGrant(Id(), Id(), _clock.GetUtcNow().AddHours(1));
        var ticket = await Next<ITickets>().IssueAsync(grant, CancellationToken.None);
        var late = await Next<ITickets>().IssueAsync(grant, CancellationToken.None);

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Next<ITickets>().RedeemAsync(ticket, CancellationToken.None).AsTask()));
        Assert.Equal(grant, Assert.Single(redeemed.OfType<TicketGrant>()));
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Null(await Next<ITickets>().RedeemAsync(late, CancellationToken.None));
        Assert.Null(await Next<ITickets>().RedeemAsync("never-issued", CancellationToken.None));
    }

    [Fact]
    public async Task Window_IsCompletedOnce_ByTheOtherPerson_InTime()
    {
        var (session, ada, bob) = (Id(), Id(), Id());
        var first = await ConfirmAsync(session, ada);
        Assert.Equal((true, false), (first.Counted, first.Complete));
        Assert.False((await ConfirmAsync(session, ada)).Counted);
        Assert.Equal([ada], (await Next<IConfirmWindows>().FindAsync(session, CancellationToken.None))!.ConfirmedBy);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await Next<IConfirmWindows>().FindAsync(session, CancellationToken.None));

        Assert.Equal([bob], (await ConfirmAsync(session, bob)).ConfirmedBy);
        var rush = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConfirmAsync(session, ada, close: false)));
        var counted = Assert.Single(rush, answer => answer.Counted);
        Assert.All(rush, answer => Assert.True(answer.Complete));
        Assert.False(counted.AllClose);
        Assert.Equal([bob, ada], counted.ConfirmedBy);

        await Next<IConfirmWindows>().ForgetAsync(session, CancellationToken.None);
        Assert.Null(await Next<IConfirmWindows>().FindAsync(session, CancellationToken.None));
        Assert.Equal((false, 0), (await ConfirmAsync(session, ada) is var late && late.Counted, late.ConfirmedBy.Count));
    }

    [Fact]
    public async Task Limit_IsOneForAll_AndOpensAgain()
    {
        var limit = new RateLimit(5, TimeSpan.FromMinutes(1));
        var key = $"search:{Id()}";
        var rush = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Next<IRateLimits>().TryTakeAsync(key, limit, CancellationToken.None).AsTask()));

        Assert.Equal(5, rush.Count(wait => wait is null));
        Assert.All(rush.OfType<TimeSpan>(), wait => Assert.Equal(TimeSpan.FromMinutes(1), wait));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Next<IRateLimits>().TryTakeAsync(key, limit, CancellationToken.None));
    }

    [Fact]
    public async Task Claim_IsOneCallers_AndItsAnswerEverybodys()
    {
        var (scope, body) = ($"key {Id()}", new byte[] { 1, 2, 3 });
        var patience = TimeSpan.FromSeconds(10);
        Assert.Equal(ClaimStatus.Yours, (await Next<IIdempotencyStore>().ClaimAsync(scope, body, patience, CancellationToken.None)).Status);
        Assert.Equal(ClaimStatus.OtherBody, (await Next<IIdempotencyStore>().ClaimAsync(scope, [9], patience, CancellationToken.None)).Status);
        var waiting = Next<IIdempotencyStore>().ClaimAsync(scope, body, patience, CancellationToken.None).AsTask();
        await Task.Yield();
        Assert.False(waiting.IsCompleted);

        // Whoever has a claim is one instance: it completes where it was made.
        await _instances[0].GetRequiredService<IIdempotencyStore>()
            .CompleteAsync(scope, new StoredAnswer(201, "application/json", null, [7]), CancellationToken.None);
        var answered = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((ClaimStatus.Answered, 201), (answered.Status, answered.Answer!.Status));
        Assert.Equal([7], answered.Answer.Body);

        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(ClaimStatus.Yours, (await Next<IIdempotencyStore>().ClaimAsync(scope, [9], patience, CancellationToken.None)).Status);
    }

    [Fact]
    public void Redis_IsInTheRunWithRedis() => Assert.Equal(RedisServer.IsForAll, Next<ITickets>() is RedisTickets);

    private Task<Confirmation> ConfirmAsync(Guid session, Guid user, bool close = true) =>
        Next<IConfirmWindows>().ConfirmAsync(session, user, close, CancellationToken.None).AsTask();

    private T Next<T>()
        where T : notnull => _instances[_turn++ % _instances.Count].GetRequiredService<T>();

    private Guid Id() => Guid.CreateVersion7(_clock.GetUtcNow());
}
