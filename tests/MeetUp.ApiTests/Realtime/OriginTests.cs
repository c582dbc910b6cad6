using System.Net.WebSockets;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>Which web pages may open a socket.</summary>
public sealed class OriginTests(PickyServer server) : IClassFixture<PickyServer>
{
    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("null", true)]
    [InlineData("file://", true)]
    [InlineData("https://friend.example", true)]
    [InlineData("https://friend.example:8443", false)]
    [InlineData("http://friend.example", false)]
    [InlineData("https://meet.example", true)]
    [InlineData("own", true)]
    [InlineData(null, true)]
    public async Task Origin_IsOwnOrListed_OrNone(string? origin, bool isWelcome)
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        origin = origin == "own" ? ada.Address.GetLeftPart(UriPartial.Authority) : origin;
        var knock = ada.KnockAsync(session, options =>
        {
            if (origin is not null)
            {
                options.SetRequestHeader("Origin", origin);
            }
        });

        if (isWelcome)
        {
            await using var probe = await knock;
            await probe.NextAsync<SessionSnapshot>();
        }
        else
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => knock);
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Origin_ThatIsRefused_GetsAProblem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/ws/meetup");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        await Refusal.AssertAsync(server.Anonymous.SendAsync(request), 403, ErrorCodes.OriginNotAllowed);
    }
}

/// <summary>A server with friends.</summary>
public sealed class PickyServer : MeetUpServer
{
    public PickyServer()
    {
        Set("MEETUP_ALLOWED_ORIGINS", "https://friend.example, https://other.example");
        Set("MEETUP_PUBLIC_URL", "https://meet.example/");
    }
}
