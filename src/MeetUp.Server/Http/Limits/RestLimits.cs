using System.Globalization;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Http.Limits;

/// <summary>Counts a call for whoever makes it, and answers 429 with a truthful <c>Retry-After</c> when it is one too many.</summary>
internal sealed class RestLimits(IRateLimits limits, IOptions<LimitsOptions> options)
{
    /// <summary>Null when the call may go on. <paramref name="about"/> narrows the count, such as to one other person.</summary>
    public async ValueTask<ProblemHttpResult?> TakeAsync(
        HttpContext context, Limit limit, CancellationToken cancellationToken, string? about = null)
    {
        if (options.Value.Rest is Switch.Off)
        {
            return null;
        }

        var key = $"{limit}:{Caller.Of(context)}:{about}";
        if (await limits.TryTakeAsync(key, options.Value.Of(limit), cancellationToken) is not { } wait)
        {
            return null;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.RateLimitExceeded;
    }
}

/// <summary>Counts each call against its route's limit, before anything is looked up for it.</summary>
internal sealed class RestLimitMiddleware(RequestDelegate next, RestLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitMetadata.Limited>() is { Limit: var limit } &&
            await limits.TakeAsync(context, limit, context.RequestAborted) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    }
}
