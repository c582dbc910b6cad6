using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using MeetUp.Contracts;

namespace MeetUp.ApiTests.Harness;

/// <summary>What a test says about an answer that is not a success.</summary>
public static partial class Refusal
{
    /// <summary>Sends without looking at the answer's status.</summary>
    public static Task<HttpResponseMessage> PostAsync<T>(this Guest guest, string path, T body, JsonTypeInfo<T> type) =>
        guest.Http.PostAsJsonAsync(path, body, type);

    public static Task<HttpResponseMessage> PostAsync(this Guest guest, string path) => guest.Http.PostAsync(path, content: null);

    /// <summary>Asserts the status and code, and returns the whole problem.</summary>
    public static async Task<Problem> AssertAsync(Task<HttpResponseMessage> call, int status, string code)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"Wanted {status} {code}, got {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Problem))!;
        Assert.Equal(code, problem.Code);
        Assert.Equal(status, problem.Status);
        return problem;
    }

    /// <summary>Asserts that two answers are 404 and cannot be told apart, byte for byte, but for the trace.</summary>
    public static async Task AssertAlikeAsync(Task<HttpResponseMessage> foreign, Task<HttpResponseMessage> unknown)
    {
        using var one = await foreign;
        using var other = await unknown;
        Assert.Equal(404, (int)one.StatusCode);
        Assert.Equal(404, (int)other.StatusCode);
        var text = await one.Content.ReadAsStringAsync();
        Assert.Contains(ErrorCodes.NotFound, text, StringComparison.Ordinal);
        Assert.Equal(WithoutTrace(text), WithoutTrace(await other.Content.ReadAsStringAsync()));
        Assert.Equal(HeaderNames(one), HeaderNames(other));
    }

    private static string WithoutTrace(string text) => TraceId().Replace(text, "");

    private static string[] HeaderNames(HttpResponseMessage response) =>
        [.. response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Order(StringComparer.Ordinal)];

    [GeneratedRegex("\"trace_?[iI]d\":\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceId();
}
