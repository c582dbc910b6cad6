using System.Diagnostics;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Auth;

/// <summary>How the published keys are kept: each test with a server of its own, since they count fetches.</summary>
public sealed class SupabaseKeyTests : IAsyncLifetime
{
    private readonly SupabaseServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Keys_AreFetchedOnce_ForManyCalls()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, await StatusAsync(_server.Es256));
            Assert.Equal(200, await StatusAsync(_server.Rs256));
        }

        Assert.Equal(1, _server.Supabase.Fetches);
    }

    [Fact]
    public async Task NewKey_WorksAtOnce_AfterARotation()
    {
        Assert.Equal(200, await StatusAsync(_server.Es256));
        var rotated = _server.Supabase.Publish(Signer.Es256("ec-2"));

        Assert.Equal(200, await StatusAsync(rotated));

        Assert.Equal(2, _server.Supabase.Fetches);
    }

    [Fact]
    public async Task UnknownKeys_CostOneFetchAMinute_HoweverManyCome()
    {
        Assert.Equal(200, await StatusAsync(_server.Es256));

        for (var minute = 1; minute <= 3; minute++)
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StatusAsync(Signer.Es256($"nobody-{i}"))));
            Assert.All(statuses, status => Assert.Equal(401, status));
            Assert.Equal(1 + minute, _server.Supabase.Fetches);
            _server.Clock.Advance(TimeSpan.FromSeconds(61));
        }
    }

    [Fact]
    public async Task UnknownKeys_CostOneFetch_OnACacheThatIsStillEmpty()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(401, await StatusAsync(Signer.Es256($"nobody-{i}")));
        }

        Assert.Equal(1, _server.Supabase.Fetches);
        Assert.Equal(200, await StatusAsync(_server.Es256));
    }

    [Fact]
    public async Task ForeignTokens_CostNoFetch()
    {
        var claims = _server.Claims();
        claims["iss"] = "https://example.org/auth/v1";

        Assert.Equal(401, await _server.StatusOfAsync(Signer.Es256("nobody").Sign(claims)));
        Assert.Equal(401, await _server.StatusOfAsync(Signer.Hs256([1, 2, 3]).Sign(_server.Claims())));

        Assert.Equal(0, _server.Supabase.Fetches);
    }

    [Fact]
    public async Task OldSet_IsRenewedBehindTheCaller_After10Minutes()
    {
        Assert.Equal(200, await StatusAsync(_server.Es256));
        var answer = new TaskCompletionSource();
        _server.Supabase.Ready = answer.Task;
        _server.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(200, await StatusAsync(_server.Es256));
        Assert.Equal(1, _server.Supabase.Fetches);
        _server.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(200, await StatusAsync(_server.Es256));
        Assert.Equal(200, await StatusAsync(_server.Es256));

        await UntilAsync(() => _server.Supabase.Fetches == 2);
        _server.Supabase.Published.Remove(_server.Es256);
        answer.SetResult();
        await UntilAsync(async () => await StatusAsync(_server.Es256) == 401);
        Assert.Equal(200, await StatusAsync(_server.Rs256));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(301, null)]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"keys":7}""")]
    public async Task LastGoodSet_Serves_WhileTheEndpointIsDown(int status, string? body)
    {
        Assert.Equal(200, await StatusAsync(_server.Es256));
        (_server.Supabase.Status, _server.Supabase.Body) = (status, body);

        for (var i = 2; i < 5; i++)
        {
            _server.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(200, await StatusAsync(_server.Es256));
            Assert.Equal(401, await StatusAsync(Signer.Es256("nobody")));
            await UntilAsync(() => _server.Supabase.Fetches >= i);
        }

        (_server.Supabase.Status, _server.Supabase.Body) = (200, null);
        _server.Clock.Advance(TimeSpan.FromMinutes(2));
        var rotated = _server.Supabase.Publish(Signer.Es256("ec-2"));
        await UntilAsync(async () => await StatusAsync(rotated) == 200);
    }

    [Fact]
    public async Task Set_IsNotTaken_WhenItIsTooLarge()
    {
        Assert.Equal(200, await StatusAsync(_server.Es256));
        _server.Supabase.Body = $$"""{"keys":[],"padding":"{{new string('x', 70_000)}}"}""";

        Assert.Equal(401, await StatusAsync(Signer.Es256("nobody")));

        Assert.Equal(2, _server.Supabase.Fetches);
        Assert.Equal(200, await StatusAsync(_server.Es256));
    }

    [Fact]
    public async Task Token_Is503_UntilTheFirstSetIsThere()
    {
        _server.Supabase.Status = 503;
        using var refused = await _server.GetMeAsync(_server.Es256.Sign(_server.Claims()));
        await Refusal.AssertAsync(Task.FromResult(refused), 503, ErrorCodes.Unavailable);

        _server.Supabase.Status = 200;
        _server.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(200, await StatusAsync(_server.Es256));
    }

    [Fact]
    public async Task SilentEndpoint_HoldsNobodyLongerThan5Seconds()
    {
        _server.Supabase.Ready = new TaskCompletionSource().Task;
        var waiting = Enumerable.Range(0, 5).Select(_ => StatusAsync(_server.Es256)).ToArray();
        await UntilAsync(() => _server.Supabase.Fetches == 1);

        await UntilAsync(() =>
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            return Array.TrueForAll(waiting, call => call.IsCompleted);
        });

        Assert.All(await Task.WhenAll(waiting), status => Assert.Equal(503, status));
    }

    [Fact]
    public async Task PublishedKeys_AreOnlyThoseFitForSigning()
    {
        var weak = _server.Supabase.Publish(Signer.Rs256("weak", bits: 1024));
        var encrypting = _server.Supabase.Publish(Signer.Es256("enc"));
        encrypting.Jwk["use"] = "enc";
        var offCurve = _server.Supabase.Publish(Signer.Es256("off-curve"));
        offCurve.Jwk["y"] = offCurve.Jwk["x"]!.DeepClone();
        var symmetric = _server.Supabase.Publish(Signer.Hs256(new byte[32], "oct"));
        (symmetric.Jwk["kty"], symmetric.Jwk["k"], symmetric.Jwk["alg"]) = ("oct", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "HS256");

        foreach (var signer in new[] { weak, encrypting, offCurve, symmetric })
        {
            Assert.Equal(401, await StatusAsync(signer));
        }

        Assert.Equal(200, await StatusAsync(_server.Es256));
    }

    private Task<int> StatusAsync(Signer signer) => _server.StatusOfAsync(signer.Sign(_server.Claims()));

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
