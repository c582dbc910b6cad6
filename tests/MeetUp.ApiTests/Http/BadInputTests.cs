using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Http;

/// <summary>Tables of bad input by route, each with its code.</summary>
public sealed class BadInputTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    public static readonly string[] BodyRoutes =
        ["auth/guest", "requests", "sessions", "invite/resolve", "invite/redeem"];

    public static TheoryData<string, string> BadBodies()
    {
        string[] bodies =
        [
            "{", "[", "nonsense", "[]", "\"text\"", "7", "true", "{\"a\":1,}", "{/* no */}", "// no\n{}", "{'a':1}", "{} {}",
            "\u0000", "{\"display_name\":", Deep(40), "{\"display_name\":[1],\"to_user_id\":[1],\"token\":[1],\"expires_in\":[1]}",
            "{\"display_name\":7,\"to_user_id\":7,\"token\":7,\"expires_in\":\"7\"}",
        ];
        var table = new TheoryData<string, string>();
        foreach (var route in BodyRoutes)
        {
            foreach (var body in bodies)
            {
                table.Add(route, body);
            }
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(BadBodies), DisableDiscoveryEnumeration = true)]
    public async Task Body_Is400InvalidPayload_WhenItIsNotTheJsonExpected(string route, string body)
    {
        var ada = await server.SignInAsync("ada");

        await Refusal.AssertAsync(ada.Http.CallAsync("POST", $"api/v1/{route}", body), 400, ErrorCodes.InvalidPayload);
    }

    [Theory]
    [InlineData("auth/guest")]
    [InlineData("requests")]
    [InlineData("invite/resolve")]
    [InlineData("invite/redeem")]
    public async Task Body_Is400InvalidPayload_WhenItIsMissing(string route)
    {
        var ada = await server.SignInAsync("ada");

        await Refusal.AssertAsync(ada.Http.CallAsync("POST", $"api/v1/{route}", ""), 400, ErrorCodes.InvalidPayload);
        await Refusal.AssertAsync(ada.Http.CallAsync("POST", $"api/v1/{route}", "null"), 400, ErrorCodes.InvalidPayload);
    }

    [Theory]
    [InlineData("auth/guest", "{}", "display_name")]
    [InlineData("auth/guest", """{"display_name":null}""", "display_name")]
    [InlineData("auth/guest", """{"display_name":"  "}""", "display_name")]
    [InlineData("auth/guest", """{"DISPLAY_NAME":null,"more":{"x":[1,2]}}""", "display_name")]
    [InlineData("requests", "{}", "to_user_id")]
    [InlineData("sessions", """{"expires_in":899}""", "expires_in")]
    [InlineData("sessions", """{"expires_in":86401}""", "expires_in")]
    [InlineData("invite/resolve", "{}", "token")]
    [InlineData("invite/redeem", """{"token":null}""", "token")]
    public async Task Field_Is400ValidationFailed_UnderItsOwnName(string route, string body, string field)
    {
        var ada = await server.SignInAsync("ada");

        var problem = await Refusal.AssertAsync(ada.Http.CallAsync("POST", $"api/v1/{route}", body), 400, ErrorCodes.ValidationFailed);

        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
        Assert.NotEmpty(problem.Errors![field][0]);
    }

    [Theory]
    [InlineData("requests?limit=abc", "limit")]
    [InlineData("requests?limit=0", "limit")]
    [InlineData("requests?limit=1&limit=2", "limit")]
    [InlineData("requests?limit=99999999999999999999", "limit")]
    [InlineData("requests?direction=sideways", "direction")]
    [InlineData("requests?status=pending", "status")]
    [InlineData("requests?cursor=%00%ff", "cursor")]
    [InlineData("sessions/history?limit=1.5", "limit")]
    [InlineData("sessions/history?cursor=x", "cursor")]
    public async Task Query_Is400ValidationFailed_UnderItsOwnName(string path, string field)
    {
        var ada = await server.SignInAsync("ada");

        var problem = await Refusal.AssertAsync(ada.Http.CallAsync("GET", $"api/v1/{path}"), 400, ErrorCodes.ValidationFailed);

        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("")]
    public async Task Body_Is415_WhenItIsNotJsonInUtf8(string type) =>
        await Refusal.AssertAsync(
            server.Anonymous.CallAsync("POST", "api/v1/auth/guest", Calls.Guest("ada"), type), 415, ErrorCodes.UnsupportedMediaType);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/merge-patch+json")]
    public async Task Body_IsRead_WhenItIsJsonInUtf8(string type)
    {
        using var response = await server.Anonymous.CallAsync(
            "POST", "api/v1/auth/guest", """{"unknown":{"a":[1]},"display_name":"eve","display_name":"ada"}""", type);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains("\"display_name\":\"ada\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth/guest", false)]
    [InlineData("auth/guest", true)]
    [InlineData("sessions", false)]
    [InlineData("sessions", true)]
    [InlineData("requests/01890000-0000-7000-8000-000000000000/accept", false)]
    [InlineData("requests/01890000-0000-7000-8000-000000000000/accept", true)]
    public async Task Body_Is413_Over64KiBHoweverItIsSent(string route, bool chunked)
    {
        var ada = await server.SignInAsync("ada");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{route}");
        request.Content = new StringContent($$"""{"display_name":"{{new string('x', ContractLimits.MaxBodyBytes)}}"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        await Refusal.AssertAsync(ada.Http.SendAsync(request).WaitAsync(Calls.Patience, TimeProvider.System), 413, ErrorCodes.PayloadTooLarge);
    }

    [Fact]
    public async Task Body_IsRead_WhenItIsExactly64KiB()
    {
        var body = Calls.Guest("ada").PadRight(ContractLimits.MaxBodyBytes);
        using var response = await server.Anonymous.CallAsync("POST", "api/v1/auth/guest", body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "sessions/not-a-uuid")]
    [InlineData("GET", "sessions/0189000000007000800000000000000g")]
    [InlineData("DELETE", "sessions/7")]
    [InlineData("POST", "sessions/%2e%2e/ws-ticket")]
    [InlineData("GET", "requests/x")]
    [InlineData("POST", "requests/x/accept")]
    [InlineData("GET", "no-such-thing")]
    [InlineData("GET", "sessions/01890000-0000-7000-8000-000000000000")]
    public async Task Path_Is404LikeAnyUnknownId_WhenTheIdIsNone(string method, string path)
    {
        var ada = await server.SignInAsync("ada");

        await Refusal.AssertAlikeAsync(
            ada.Http.CallAsync(method, $"api/v1/{path}"),
            ada.Http.CallAsync("GET", $"api/v1/sessions/{Guid.CreateVersion7(server.Now)}"));
    }

    [Theory]
    [InlineData("DELETE", "api/v1/auth/guest", "POST")]
    [InlineData("PUT", "api/v1/sessions", "POST")]
    [InlineData("PATCH", "api/v1/sessions/active", "GET")]
    [InlineData("POST", "health/live", "GET")]
    [InlineData("BREW", "config.json", "GET")]
    public async Task Method_Is405AndSaysWhatIsAllowed(string method, string path, string allowed)
    {
        using var response = await server.Anonymous.CallAsync(method, path);

        Assert.Equal([allowed], response.Content.Headers.Allow);
        await Refusal.AssertAsync(Task.FromResult(response), 405, ErrorCodes.MethodNotAllowed);
    }

    [Fact]
    public async Task Head_IsGetWithoutTheBody()
    {
        using var head = await server.Anonymous.CallAsync("HEAD", "config.json");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("application/json", head.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Options_SaysWhatIsAllowed()
    {
        using var response = await server.Anonymous.CallAsync("OPTIONS", "api/v1/auth/guest");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Problem_HasTheMembersOfTheContractAndNoOther()
    {
        using var response = await server.Anonymous.CallAsync("GET", "api/v1/users/me", accept: "text/html");

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            "type title status detail code trace_id", string.Join(' ', json.RootElement.EnumerateObject().Select(member => member.Name)));
        Assert.All(json.RootElement.EnumerateObject(), member => Assert.NotEqual(JsonValueKind.Null, member.Value.ValueKind));
    }

    /// <summary>What no HTTP library lets one send.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n")]
    [InlineData("POST /api/v1/auth/guest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task Bytes_ThatAreNotHttp_Are400(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync().WaitAsync(Calls.Patience, TimeProvider.System), StringComparison.Ordinal);
    }

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);
}
