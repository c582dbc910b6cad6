namespace MeetUp.Server.Http;

/// <summary>HEAD is answered like GET; Kestrel leaves the body out by itself.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}

/// <summary>OPTIONS is not a mistake: it says what a path allows.</summary>
internal sealed class AllowedMethods(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (HttpMethods.IsOptions(context.Request.Method) &&
            context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } response)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
        }
    }
}
