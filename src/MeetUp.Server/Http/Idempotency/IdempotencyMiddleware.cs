using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MeetUp.Server.State;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Http.Idempotency;

/// <summary>
/// Honours <c>Idempotency-Key</c> on every POST: 1 read the key, 2 claim it, 3 do the work into a buffer, 4 store the answer, 5 send it.
/// Answers that only say "not now" are not stored, and whoever waits is let go whatever happens.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IIdempotencyStore store, IOptions<IdempotencyOptions> options)
{
    public const string Header = "Idempotency-Key";

    public const int MaxKeyLength = 255;

    private const int MaxStoredBytes = 64 * 1024;
    private const string SecondsUntilRetry = "1";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint() is null ||
            !context.Request.Headers.TryGetValue(Header, out var keys))
        {
            await next(context);
            return;
        }

        if (keys is not [{ Length: > 0 and <= MaxKeyLength } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await Problems.ValidationFailed("idempotency_key", "1 to 255 visible ASCII characters.").ExecuteAsync(context);
            return;
        }

        var body = await BodyLimit.ReadAsync(context);
        context.Request.Body = new MemoryStream(body, writable: false);
        var scope = string.Create(CultureInfo.InvariantCulture, $"{Caller.Of(context)} {context.Request.Path} {key}");
        var patience = TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        var claim = await store.ClaimAsync(scope, FingerprintOf(context.Request, body), patience, context.RequestAborted);
        switch (claim)
        {
            case { Status: ClaimStatus.Answered, Answer: { } answer }:
                await SendAsync(context, answer);
                break;
            case { Status: ClaimStatus.OtherBody }:
                await Problems.IdempotencyKeyReused.ExecuteAsync(context);
                break;
            case { Status: ClaimStatus.Busy }:
                context.Response.Headers.RetryAfter = SecondsUntilRetry;
                await Problems.Unavailable.ExecuteAsync(context);
                break;
            default:
                await WorkAsync(context, scope);
                break;
        }
    }

    /// <summary>Same bytes to the same query, however the JSON was meant.</summary>
    private static byte[] FingerprintOf(HttpRequest request, byte[] body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(request.QueryString.Value ?? ""), 0, .. body]);

    private static bool IsStorable(StoredAnswer answer) =>
        answer.Status is < 500 and not (StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests) &&
        answer.Body.Length <= MaxStoredBytes;

    private static async Task SendAsync(HttpContext context, StoredAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Location is not null)
        {
            context.Response.Headers.Location = answer.Location;
        }

        if (answer.Body.Length > 0)
        {
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private async Task WorkAsync(HttpContext context, string scope)
    {
        var stored = false;
        try
        {
            var answer = await RunAsync(context);
            if (IsStorable(answer))
            {
                await store.CompleteAsync(scope, answer, CancellationToken.None);
                stored = true;
            }

            // Headers are set already; only the body is still in the buffer.
            if (answer.Body.Length > 0)
            {
                context.Response.ContentLength = answer.Body.Length;
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
            }
        }
        finally
        {
            if (!stored)
            {
                await store.AbandonAsync(scope, CancellationToken.None);
            }
        }
    }

    private async Task<StoredAnswer> RunAsync(HttpContext context)
    {
        var connection = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            context.Response.Body = connection;
        }

        var location = context.Response.Headers.Location;
        return new StoredAnswer(
            context.Response.StatusCode, context.Response.ContentType, location.Count > 0 ? location.ToString() : null, buffer.ToArray());
    }
}
