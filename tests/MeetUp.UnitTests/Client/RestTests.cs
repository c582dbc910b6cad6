using System.Net;
using MeetUp.Client;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Users;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Client;

public sealed class RestTests
{
    private const string Me = """{"id":"01900000-0000-7000-8000-000000000001","display_name":"ada","created_at":"2026-01-01T00:00:00.000Z","email":null,"discoverable":false}""";
    private const string Session = """{"id":"01900000-0000-7000-8000-000000000009","status":"PENDING","created_at":"2026-01-01T00:00:00.000Z","activated_at":null,"expires_at":"2026-01-01T02:00:00.000Z","ended_at":null,"end_reason":null,"participants":[]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static TokenPair Old => new("old-access", "bearer", 3600, "old-refresh", new PersonRef(Guid.Empty, "ada"));

    [Fact]
    public async Task Refresh_HappensOnce_HoweverManyAreRefused()
    {
        List<TokenPair> stored = [];
        var server = new ScriptedServer(request => request.RequestUri!.AbsolutePath.EndsWith("auth/refresh", StringComparison.Ordinal)
            ? ScriptedServer.Json(HttpStatusCode.OK, Pair("new-access", "new-refresh"))
            : request.Headers.Authorization!.Parameter is "new-access"
                ? ScriptedServer.Json(HttpStatusCode.OK, Me)
                : Problem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated));
        using var client = Client(server, options => options with
        {
            Tokens = Old,
            TokensChanged = (tokens, _) =>
            {
                stored.Add(tokens);
                return ValueTask.CompletedTask;
            },
        });

        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetMeAsync())).WaitAsync(Patience);

        Assert.All(all, me => Assert.Equal("ada", me.DisplayName));
        var refresh = Assert.Single(server.To("auth/refresh"));
        Assert.Contains("old-refresh", refresh.Body, StringComparison.Ordinal);
        Assert.Equal("new-refresh", Assert.Single(stored).RefreshToken);
        Assert.Equal("new-access", client.Tokens!.AccessToken);
    }

    [Fact]
    public async Task Refresh_GoesOn_WhenItsCallerGivesUp()
    {
        using var gate = new ManualResetEventSlim();
        var server = new ScriptedServer(request =>
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("auth/refresh", StringComparison.Ordinal))
            {
                return Problem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
            }

            Assert.True(gate.Wait(Patience));
            return ScriptedServer.Json(HttpStatusCode.OK, Pair("new-access", "new-refresh"));
        });
        var stored = new TaskCompletionSource<TokenPair>();
        using var client = Client(server, options => options with
        {
            Tokens = Old,
            TokensChanged = (tokens, _) =>
            {
                stored.SetResult(tokens);
                return ValueTask.CompletedTask;
            },
        });
        using var hurry = new CancellationTokenSource();
        var call = client.GetMeAsync(hurry.Token);
        await TurnAsync(() => server.Count("auth/refresh") is 1);

        await hurry.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        gate.Set();

        Assert.Equal("new-access", (await stored.Task.WaitAsync(Patience)).AccessToken);
    }

    [Fact]
    public async Task Call_FailsAsUnauthenticated_WhenTheRefreshIsRefused()
    {
        var server = new ScriptedServer(_ => Problem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated));
        using var client = Client(server, options => options with { Tokens = Old });

        var refused = await Assert.ThrowsAsync<MeetUpException>(() => client.GetMeAsync().WaitAsync(Patience));

        Assert.Equal(ErrorCodes.Unauthenticated, refused.Code);
        Assert.Single(server.To("auth/refresh"));
        Assert.DoesNotContain("old-", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_IsRepeatedWithItsKey_AfterA503_WhenTheServerSays()
    {
        var clock = new FakeTimeProvider();
        var calls = 0;
        var server = new ScriptedServer(_ =>
        {
            if (++calls > 2)
            {
                return ScriptedServer.Json(HttpStatusCode.Created, Session);
            }

            var busy = Problem(HttpStatusCode.ServiceUnavailable, ErrorCodes.Unavailable);
            busy.Headers.Add("Retry-After", "7");
            return busy;
        });
        using var client = Client(server, options => options with { Tokens = Old, TimeProvider = clock });

        var call = client.CreateSessionAsync();
        await TurnAsync(() => server.Count() is 1);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(call.IsCompleted);
        Assert.Single(server.Calls);
        await TurnAsync(() => server.Count() is 3, () => clock.Advance(TimeSpan.FromSeconds(1)));
        await call.WaitAsync(Patience);

        Assert.Single(server.Calls.Select(asked => asked.Key).Distinct(StringComparer.Ordinal));
        Assert.NotNull(server.Calls[0].Key);
    }

    [Fact]
    public async Task Call_IsRepeated_AfterALostConnection_ButNotForEver()
    {
        var server = new ScriptedServer(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        using var client = Client(server, options => options with { Tokens = Old });

        var lost = await Assert.ThrowsAsync<MeetUpException>(() => client.GetMeAsync().WaitAsync(Patience));

        Assert.True(lost.IsTransient);
        Assert.Null(lost.Status);
        Assert.Equal(4, server.Calls.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, ErrorCodes.RateLimitExceeded)]
    [InlineData(HttpStatusCode.Conflict, ErrorCodes.SessionNotActive)]
    [InlineData(HttpStatusCode.InternalServerError, ErrorCodes.InternalError)]
    public async Task Call_IsNotRepeated_WhenTheAnswerIsFinal(HttpStatusCode status, string code)
    {
        var server = new ScriptedServer(_ =>
        {
            var answer = Problem(status, code);
            answer.Headers.Add("Retry-After", "12");
            return answer;
        });
        using var client = Client(server, options => options with { Tokens = Old });

        var refused = await Assert.ThrowsAsync<MeetUpException>(() => client.CreateSessionAsync().WaitAsync(Patience));

        Assert.Equal((status, code, TimeSpan.FromSeconds(12)), (refused.Status!.Value, refused.Code, refused.RetryAfter!.Value));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task FixAndRefresh_AreNotRepeated_WhenTheAnswerGetsLost()
    {
        var server = new ScriptedServer(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        using var client = Client(server, options => options with { Tokens = Old });

        await Assert.ThrowsAsync<MeetUpException>(
            () => client.SendFixAsync(Guid.Empty, new LocationUpdate(48.2, 16.3, 5, DateTimeOffset.UnixEpoch)).WaitAsync(Patience));
        await Assert.ThrowsAsync<MeetUpException>(() => client.RefreshTokensAsync().WaitAsync(Patience));

        Assert.Single(server.To("/location"));
        Assert.Single(server.To("/refresh"));
    }

    [Fact]
    public async Task Provider_IsAskedForANewerToken_WhenItsOneIsRefused()
    {
        List<string?> asked = [];
        var server = new ScriptedServer(request => request.Headers.Authorization!.Parameter is "second"
            ? ScriptedServer.Json(HttpStatusCode.OK, Me)
            : Problem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated));
        using var client = Client(server, options => options with
        {
            AccessTokenProvider = (refused, _) =>
            {
                asked.Add(refused);
                return ValueTask.FromResult<string?>(refused is null ? "first" : "second");
            },
        });

        await client.GetMeAsync().WaitAsync(Patience);

        Assert.Equal([null, "first"], asked);
    }

    [Theory]
    [InlineData("<html>proxy</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Call_FailsPlainly_WhenTheAnswerIsNotMeetUps(string body)
    {
        using var client = Client(new ScriptedServer(_ => ScriptedServer.Json(HttpStatusCode.OK, body)), options => options with { Tokens = Old });

        var wrong = await Assert.ThrowsAsync<MeetUpException>(() => client.GetMeAsync().WaitAsync(Patience));

        Assert.Contains("not MeetUp's", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ShowNoSecret_AsText() =>
        Assert.DoesNotContain("old-", new MeetUpClientOptions { BaseAddress = new Uri("http://localhost"), Tokens = Old }.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("ftp://localhost/")]
    [InlineData("localhost")]
    public void Client_IsRefused_WithoutAWebAddress(string address) =>
        Assert.Throws<ArgumentException>(() => new MeetUpClient(new MeetUpClientOptions { BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) }));

    private static MeetUpClient Client(ScriptedServer server, Func<MeetUpClientOptions, MeetUpClientOptions> with) =>
        new(with(new MeetUpClientOptions
        {
            BaseAddress = new Uri("http://meetup.test/base"),
            HttpHandler = server,
            BackoffBase = TimeSpan.FromMilliseconds(1),
        }));

    private static HttpResponseMessage Problem(HttpStatusCode status, string code) =>
        ScriptedServer.Json(status, $$"""{"type":"about:blank","title":"t","status":{{(int)status}},"detail":"d","code":"{{code}}","trace_id":"x"}""");

    private static string Pair(string access, string refresh) =>
        $$$"""{"access_token":"{{{access}}}","token_type":"bearer","expires_in":3600,"refresh_token":"{{{refresh}}}","user":{"id":"{{{Guid.Empty}}}","display_name":"ada"}}""";

    /// <summary>Lets other tasks run, moving the clock in between, until it is so.</summary>
    private static async Task TurnAsync(Func<bool> done, Action? meanwhile = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "It never came to that.");
            meanwhile?.Invoke();
            await Task.Yield();
        }
    }
}
