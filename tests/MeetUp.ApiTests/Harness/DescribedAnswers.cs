using System.Globalization;
using System.Text.Json.Nodes;

namespace MeetUp.ApiTests.Harness;

/// <summary>Lets through only answers that the OpenAPI document describes: status, error code, kind of content and every member of it.</summary>
internal sealed class DescribedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Both are changed on the way: the path by a redirect, the method by nothing we know.
        var call = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var described = OpenApiFile.Find(request.Method.Method, request.RequestUri.AbsolutePath);
        var response = await base.SendAsync(request, cancellationToken);
        if (described is not null)
        {
            await CheckAsync(call, described, response);
        }

        return response;
    }

    private static async Task CheckAsync(string call, JsonObject described, HttpResponseMessage response)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var answer = described["responses"]![status];
        Assert.True(answer is not null, $"{call}: {status} is not described.");

        await response.Content.LoadIntoBufferAsync();
        var body = await response.Content.ReadAsStringAsync();
        var type = response.Content.Headers.ContentType?.MediaType;
        if (body.Length == 0 && type is null)
        {
            return;
        }

        var content = answer["content"]?[type ?? ""];
        Assert.True(content is not null, $"{call}: {status} with {type} is not described.");
        if (!type!.EndsWith("json", StringComparison.Ordinal))
        {
            return;
        }

        var problems = OpenApiFile.SchemaOf(content["schema"]!).Validate(body);
        Assert.True(problems.Count == 0, $"{call}: {status} is not as described: {string.Join("; ", problems.Select(problem => problem.ToString()))}");
        if (answer["x-codes"] is not null)
        {
            var code = (string?)JsonNode.Parse(body)!["code"];
            Assert.True(OpenApiFile.CodesOf(answer).Contains(code, StringComparer.Ordinal), $"{call}: {status} {code} is not described.");
        }
    }
}
