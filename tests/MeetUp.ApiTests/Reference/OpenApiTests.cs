using System.Text.Json.Nodes;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Reference;

/// <summary>The document is the server's own, is whole, and says what a client has to know of each call.</summary>
public sealed class OpenApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    /// <summary>Neither a token nor a limit: machines ask, and before anyone is signed in.</summary>
    private static readonly string[] Open = ["/health/", "/config.json", "/.well-known/", "/api/v1/metrics", "/api/v1/auth/"];

    /// <summary>Every row of the protocol.</summary>
    public static TheoryData<string> Calls => [.. """
        POST /api/v1/auth/guest
        POST /api/v1/auth/refresh
        POST /api/v1/auth/sign-out
        POST /api/v1/users/register
        GET /api/v1/users/me
        PATCH /api/v1/users/me
        DELETE /api/v1/users/me
        GET /api/v1/users/{id}
        GET /api/v1/users/search
        PUT /api/v1/users/{id}/block
        DELETE /api/v1/users/{id}/block
        GET /api/v1/users/blocked
        POST /api/v1/requests
        GET /api/v1/requests
        GET /api/v1/requests/{id}
        POST /api/v1/requests/{id}/accept
        POST /api/v1/requests/{id}/reject
        POST /api/v1/requests/{id}/cancel
        POST /api/v1/sessions
        GET /api/v1/sessions/active
        GET /api/v1/sessions/{id}
        GET /api/v1/sessions/{id}/snapshot
        GET /api/v1/sessions/history
        DELETE /api/v1/sessions/{id}
        POST /api/v1/sessions/{id}/im-here
        POST /api/v1/sessions/{id}/location
        POST /api/v1/sessions/{id}/invites
        POST /api/v1/invite/resolve
        POST /api/v1/invite/redeem
        POST /api/v1/sessions/{id}/ws-ticket
        GET /api/v1/metrics
        GET /health/live
        GET /health/ready
        GET /config.json
        GET /.well-known/jwks.json
        """.Split('\n', StringSplitOptions.TrimEntries)];

    [Fact]
    public async Task Document_IsTheCommittedOne() =>
        GeneratedFile.AssertIsCurrent(await server.Anonymous.GetStringAsync("openapi/v1.json") + "\n", "protocol", "openapi.json");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Call_IsDescribed(string call)
    {
        var operation = Of(call);

        Assert.False(string.IsNullOrWhiteSpace((string?)operation["summary"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)operation["operationId"]));
        Assert.Single(operation["tags"]!.AsArray());
        Assert.Contains(operation["responses"]!.AsObject(), answer => answer.Key[0] == '2');
    }

    [Fact]
    public void Calls_AreOnlyThoseOfTheProtocol_EachUnderItsOwnName()
    {
        Assert.Equal(Calls.Select(row => row.Data).Order(StringComparer.Ordinal), OpenApiFile.Operations.Select(NameOf).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Distinct(OpenApiFile.Operations.Select(call => (string)call.Operation["operationId"]!), StringComparer.Ordinal);
    }

    [Fact]
    public void EveryErrorCode_IsInTheClosedList()
    {
        var problem = OpenApiFile.Root["components"]!["schemas"]!["Problem"]!["properties"]!;

        Assert.Equal(ErrorCodes.All.Order(StringComparer.Ordinal), problem["code"]!["enum"]!.AsArray().Select(code => (string)code!), StringComparer.Ordinal);
        Assert.Equal(LocationRefusals.All.Order(StringComparer.Ordinal), problem["reason"]!["enum"]!.AsArray().Select(reason => (string)reason!), StringComparer.Ordinal);
    }

    [Fact]
    public void EveryErrorCode_IsSomeCallsAnswer_UnlessOfTheSocketOrOfNoRoute()
    {
        string[] elsewhere = [ErrorCodes.UnknownType, ErrorCodes.ConnectionReplaced, ErrorCodes.OriginNotAllowed, ErrorCodes.MethodNotAllowed];
        var answered = OpenApiFile.Operations.SelectMany(call => call.Operation["responses"]!.AsObject().SelectMany(answer => OpenApiFile.CodesOf(answer.Value!)));

        Assert.Equal(
            ErrorCodes.All.Except(elsewhere, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            answered.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void EveryRefusal_IsAProblem() => Assert.All(
        from call in OpenApiFile.Operations
        from answer in call.Operation["responses"]!.AsObject()
        where answer.Key[0] is '4' or '5' && call.Path != "/health/ready"
        select answer.Value!["content"]!["application/problem+json"]!["schema"]!,
        schema => Assert.Equal("#/components/schemas/Problem", (string?)schema["$ref"]));

    [Fact]
    public void Token_IsNeeded_ExceptWhereItCannotBe()
    {
        var scheme = OpenApiFile.Root["components"]!["securitySchemes"]!["bearer"]!;
        Assert.Equal(("http", "bearer"), ((string?)scheme["type"], (string?)scheme["scheme"]));
        Assert.All(OpenApiFile.Operations, call =>
        {
            var isOpen = Open.Any(start => call.Path.StartsWith(start, StringComparison.Ordinal));
            Assert.Equal(isOpen, call.Operation["security"] is null);
            Assert.True(isOpen || call.Operation["responses"]!["401"]!["headers"]!["WWW-Authenticate"] is not null, NameOf(call));
        });
    }

    [Fact]
    public void EveryPost_TakesAnIdempotencyKey() => Assert.All(
        OpenApiFile.Operations.Where(call => call.Method == "POST"),
        call => Assert.Contains(call.Operation["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key"));

    [Fact]
    public void Times_AreTexts() => Assert.All(
        from schema in OpenApiFile.Root["components"]!["schemas"]!.AsObject()
        from member in schema.Value!["properties"]?.AsObject() ?? []
        where member.Key.EndsWith("_at", StringComparison.Ordinal) || member.Key is "timestamp" or "server_time" or "last_seen"
        select (schema.Key, member.Key, Schema: member.Value!),
        member => Assert.Equal("date-time", (string?)member.Schema["format"]));

    private static JsonObject Of(string call) => OpenApiFile.Operations.Single(known => NameOf(known) == call).Operation;

    private static string NameOf((string Method, string Path, JsonObject Operation) call) => $"{call.Method} {call.Path}";
}
