using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

/// <summary>Writes down that requests have expired, once each with its audit row, whoever else does the same at the same time.</summary>
internal static class RequestExpiry
{
    /// <summary>Expires the overdue ones among <paramref name="asks"/>, at most <paramref name="limit"/>; the caller saves and commits.</summary>
    public static async Task<int> ExpireAsync(
        this MeetUpDb db, IQueryable<MeetAsk> asks, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        // In one order everywhere, so that two instances cannot wait for each other.
        var overdue = await asks
            .Where(ask => ask.Status == MeetRequestStatus.Pending && ask.ExpiresAt <= now)
            .OrderBy(ask => ask.Id).Take(limit).Select(ask => ask.Id).ToListAsync(cancellationToken);
        foreach (var id in overdue)
        {
            var changed = await db.Requests
                .Where(ask => ask.Id == id && ask.Status == MeetRequestStatus.Pending)
                .ExecuteUpdateAsync(set => set.SetProperty(ask => ask.Status, MeetRequestStatus.Expired), cancellationToken);
            if (changed == 1)
            {
                db.Record(now, AuditEvents.RequestExpired, subjectId: id);
            }
        }

        return overdue.Count;
    }
}
