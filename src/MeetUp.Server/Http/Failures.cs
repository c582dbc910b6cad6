using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Http;

/// <summary>
/// Nothing leaves without a problem body: exceptions become one (and tell nothing of their cause), and so do the bare statuses of the framework.
/// Behaves the same in Development.
/// </summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> logger)
{
    /// <summary>Nobody reads it: the caller has gone.</summary>
    private const int ClientClosedRequest = 499;

    private const string SecondsUntilRetry = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var problem = Explain(context, exception);
            context.Response.Clear();
            SecurityHeaders.Set(context);
            await AnswerAsync(context, problem);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null or 0 } response)
        {
            await AnswerAsync(context, Problems.OfStatus(response.StatusCode));
        }
    }

    private static Task AnswerAsync(HttpContext context, ProblemHttpResult problem)
    {
        if (problem.StatusCode is StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = SecondsUntilRetry;
        }

        return problem.ExecuteAsync(context);
    }

    private ProblemHttpResult Explain(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
        {
            return BindingFailures.Explain(bad);
        }

        // The route's pattern, not its path: a path holds whatever a caller typed.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (Outages.IsOutage(exception, context.RequestServices))
        {
            Away(exception, context.Request.Method, route, context.TraceIdentifier);
            return Problems.Unavailable;
        }

        Broke(exception, context.Request.Method, route, context.TraceIdentifier);
        return Problems.InternalError;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} broke, trace {TraceId}")]
    private partial void Broke(Exception exception, string method, string? route, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} needs something that is away, trace {TraceId}")]
    private partial void Away(Exception exception, string method, string? route, string traceId);
}
