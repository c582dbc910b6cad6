using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Requests;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Sessions;

/// <summary>
/// Ends what nobody ends: requests and sessions whose time is up, and sessions with nobody there. Every end goes the same way as one by
/// hand, so both people are told at once and several instances may sweep at the same moment. Survives the database being away.
/// </summary>
internal sealed partial class LifecycleSweeper(
    Func<MeetUpDb> openDb, SessionEnding ending, LiveSessions live, Retention retention, TimeProvider clock,
    IOptions<SessionOptions> options, IOptions<RetentionOptions> keep, ILogger<LifecycleSweeper> logger) : BackgroundService
{
    private DateTimeOffset _nextPurge = clock.GetUtcNow();
    private bool _failing;

    /// <summary>One round.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await ExpireRequestsAsync(cancellationToken);
        await EndSessionsAsync(cancellationToken);
        if (clock.GetUtcNow() >= _nextPurge)
        {
            await retention.PurgeAsync(cancellationToken);
            _nextPurge = clock.GetUtcNow().AddSeconds(keep.Value.EverySeconds);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock);
        do
        {
            await SweepOrLogAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepOrLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
            if (_failing)
            {
                _failing = false;
                LogRecovered();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_failing)
            {
                _failing = true;
                LogFailed(exception);
            }
        }
    }

    private async Task ExpireRequestsAsync(CancellationToken cancellationToken)
    {
        var batch = options.Value.SweepBatchSize;
        await using var db = openDb();
        int found;
        do
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            found = await db.ExpireAsync(db.Requests, clock.GetUtcNow(), batch, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
        while (found == batch);
    }

    private async Task EndSessionsAsync(CancellationToken cancellationToken)
    {
        var batch = options.Value.SweepBatchSize;
        var now = clock.GetUtcNow();
        var (aloneSince, idleSince) = (now - options.Value.Pending, now - options.Value.Idle);
        await using var db = openDb();
        var after = Guid.Empty;
        int found;
        do
        {
            var due = await db.Sessions
                .Where(session => session.Id > after && session.Status != SessionStatus.Ended
                    && (session.ExpiresAt <= now || session.ActiveAt <= idleSince
                        || (session.Status == SessionStatus.Pending && session.CreatedAt <= aloneSince)))
                .OrderBy(session => session.Id).Take(batch)
                .ToListAsync(cancellationToken);
            found = due.Count;
            foreach (var session in due)
            {
                after = session.Id;
                if (session.IsOverdue(now, options.Value.Pending) || !await live.MayBeConnectedAsync(session.Id, cancellationToken))
                {
                    await ending.EndAsync(session.Id, EndReason.Expired, actorId: null, cancellationToken);
                }
            }

            db.ChangeTracker.Clear();
        }
        while (found == batch);
    }

    [LoggerMessage(1, LogLevel.Error, "Sweeping failed; it is tried again every round, and the next line about it comes when it works.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Sweeping works again.")]
    private partial void LogRecovered();
}
