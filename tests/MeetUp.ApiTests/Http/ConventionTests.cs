using System.Net;
using System.Net.Http.Json;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Http;

public sealed class ConventionTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Theory]
    [InlineData("GET", "no/such/route", null, 404, ErrorCodes.NotFound)]
    [InlineData("DELETE", "api/v1/auth/guest", null, 405, ErrorCodes.MethodNotAllowed)]
    [InlineData("POST", "api/v1/auth/guest", "{", 400, ErrorCodes.InvalidPayload)]
    [InlineData("POST", "api/v1/auth/guest", "", 400, ErrorCodes.InvalidPayload)]
    [InlineData("POST", "api/v1/auth/guest", """{"display_name":7}""", 400, ErrorCodes.InvalidPayload)]
    [InlineData("POST", "api/v1/auth/guest", """{"display_name":" "}""", 400, ErrorCodes.ValidationFailed)]
    public async Task Failure_IsAProblemWithItsCode(string method, string path, string? body, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await server.Anonymous.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Problem))!;
        Assert.Equal(code, problem.Code);
        Assert.Equal(status, problem.Status);
        Assert.False(string.IsNullOrEmpty(problem.TraceId));
    }

    [Fact]
    public async Task Body_Is413_Over64KiB()
    {
        using var body = new StringContent($$"""{"display_name":"{{new string('x', 70_000)}}"}""", Encoding.UTF8, "application/json");

        using var response = await server.Anonymous.PostAsync("api/v1/auth/guest", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(ErrorCodes.PayloadTooLarge, (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Problem))!.Code);
    }

    [Fact]
    public async Task Ready_NamesEachPart() =>
        Assert.Equal($"database: ok\ndata directory: ok\naccepting: ok\n{(RedisServer.IsForAll ? "redis: ok\n" : "")}", await server.Anonymous.GetStringAsync("health/ready"));

    [Fact]
    public async Task Metrics_AnswerInBothForms()
    {
        Assert.Contains("\"instance_id\"", await server.Anonymous.GetStringAsync("api/v1/metrics"), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/metrics");
        request.Headers.Accept.ParseAdd("text/plain");
        using var response = await server.Anonymous.SendAsync(request);
        Assert.Contains("# TYPE meetup_connections_open gauge", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_ServesThePageInDevelopment() =>
        Assert.Contains("<!doctype html>", await server.Anonymous.GetStringAsync("debug"), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task Config_TellsTheWebAppThatGuestsAreWelcome() =>
        Assert.Contains("\"guest\":true", await server.Anonymous.GetStringAsync("config.json"), StringComparison.Ordinal);
}
