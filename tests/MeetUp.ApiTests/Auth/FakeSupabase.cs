using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MeetUp.ApiTests.Auth;

/// <summary>The part of Supabase a server talks to: a JWKS endpoint on loopback, whose keys and moods a test decides.</summary>
public sealed class FakeSupabase : IAsyncDisposable
{
    public const string Secret = "a-legacy-secret-of-more-than-32-bytes!";

    private readonly WebApplication _app;
    private int _fetches;

    private FakeSupabase()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/auth/v1/.well-known/jwks.json", AnswerAsync);
    }

    /// <summary>What is published right now.</summary>
    public IList<Signer> Published { get; } = [];

    public int Fetches => Volatile.Read(ref _fetches);

    public int Status { get; set; } = 200;

    /// <summary>Sent instead of the keys.</summary>
    public string? Body { get; set; }

    /// <summary>Answers wait for this.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public string Url => _app.Urls.Single();

    public static async Task<FakeSupabase> StartAsync()
    {
        var fake = new FakeSupabase();
        await fake._app.StartAsync();
        return fake;
    }

    public Signer Publish(Signer signer)
    {
        Published.Add(signer);
        return signer;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _fetches);
        await Ready.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
        var keys = new JsonObject { ["keys"] = new JsonArray([.. Published.Select(signer => signer.Jwk.DeepClone())]) };
        await context.Response.WriteAsync(Body ?? keys.ToJsonString(), context.RequestAborted);
    }
}
