namespace MeetUp.Server.Http;

/// <summary>
/// Calls are worked on by the thread pool: the threads that read from sockets relay positions, and a call that waits for a file or a lock
/// would hold up everybody's.
/// </summary>
internal static class OffReaders
{
    /// <summary>From here on the pool; the socket, which ends in routing, sees to itself.</summary>
    public static IApplicationBuilder UseOffReaders(this IApplicationBuilder app) => app.Use(next => async context =>
    {
        await Task.Yield();
        await next(context);
    });

    /// <summary>Once more behind the body, which a reader may have brought.</summary>
    public static TBuilder OffReadersAfterBody<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AddEndpointFilter(static async (context, next) =>
        {
            await Task.Yield();
            return await next(context);
        });
}
