using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Ops;

/// <summary>Liveness: the process answers. Readiness: it can take people, or says which part it waits for, a line each.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", Live).WithName("Live");
        group.MapGet("/ready", ReadyAsync).WithName("Ready");
    }

    private static ContentHttpResult Live() => TypedResults.Text("ok\n");

    private static async Task<ContentHttpResult> ReadyAsync(
        MeetUpDb db, DataDirectory directory, Drain drain, TimeProvider clock, CancellationToken cancellationToken)
    {
        var database = await CanConnectAsync(db, clock, cancellationToken);
        var writable = directory.IsWritable();
        var accepting = !drain.IsDraining;
        return TypedResults.Text(
            $"database: {Word(database)}\ndata directory: {Word(writable)}\naccepting: {(accepting ? "ok" : "draining")}\n",
            statusCode: database && writable && accepting ? 200 : 503);
    }

    private static string Word(bool ok) => ok ? "ok" : "unavailable";

    private static async Task<bool> CanConnectAsync(MeetUpDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        return await db.Database.CanConnectAsync(either.Token);
    }
}
