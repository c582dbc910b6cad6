using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Auth;

/// <summary>How long a sign-in lasts: each test with a server and a clock of its own.</summary>
public sealed class GuestLifetimeTests : IAsyncLifetime
{
    private readonly MeetUpServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task SignIn_GoesOn_OverARestart()
    {
        var ada = await _server.SignInAsync("Ada");

        await _server.RestartAsync(TimeSpan.FromMinutes(10));

        using var client = _server.ClientWith(ada.Tokens.AccessToken);
        Assert.Equal(ada.Id, (await client.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser))!.Id);
        Assert.Equal(200, (int)(await RefreshAsync(ada.Tokens.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task RefreshToken_Lives60Days_CountedFromEachRefresh()
    {
        var ada = await _server.SignInAsync("Ada");
        await _server.RestartAsync(off: TimeSpan.FromDays(59));
        using var first = await RefreshAsync(ada.Tokens.RefreshToken);
        var fresh = await first.Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair);
        await _server.RestartAsync(off: TimeSpan.FromDays(59));
        using var second = await RefreshAsync(fresh!.RefreshToken);
        var last = await second.Content.ReadFromJsonAsync(ContractsJson.Default.TokenPair);
        await _server.RestartAsync(off: TimeSpan.FromDays(60));

        await Refusal.AssertAsync(RefreshAsync(last!.RefreshToken), 401, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Hashes_AreForgotten_WhenTheirTokensHaveRunOut()
    {
        await _server.SignInAsync("Ada");
        await _server.RestartAsync(off: TimeSpan.FromDays(61));
        var bob = await _server.SignInAsync("Bob");

        await _server.SweepAsync();

        await using var db = _server.OpenDb();
        Assert.Equal(bob.Id, (await db.RefreshTokens.SingleAsync()).UserId);
    }

    private Task<HttpResponseMessage> RefreshAsync(string refreshToken) =>
        _server.Anonymous.PostAsJsonAsync("api/v1/auth/refresh", new RefreshTokenBody(refreshToken), ContractsJson.Default.RefreshTokenBody);
}
