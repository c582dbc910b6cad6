using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Users;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Users;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

/// <summary>Which requests a person can see, and how they look.</summary>
internal static class RequestReads
{
    /// <summary>
    /// What a person sent, and what reached them: nothing from someone they had blocked, and nothing unanswered once a block is between the two.
    /// </summary>
    public static IQueryable<MeetAsk> RequestsOf(this MeetUpDb db, Guid userId) =>
        db.Requests.AsNoTracking().Where(ask =>
            ask.FromUserId == userId
            || (ask.ToUserId == userId
                && !ask.Hidden
                && (ask.Status != MeetRequestStatus.Pending
                    || !db.Blocks.Any(block =>
                        (block.BlockerId == userId && block.BlockedId == ask.FromUserId)
                        || (block.BlockerId == ask.FromUserId && block.BlockedId == userId)))));

    public static async Task<List<MeetRequest>> ShowAsync(
        this MeetUpDb db, IReadOnlyCollection<MeetAsk> asks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = await db.NamesOfAsync(asks.SelectMany(ask => new[] { ask.FromUserId, ask.ToUserId }), cancellationToken);
        return [.. asks.Select(ask => new MeetRequest(
            ask.Id, ask.StatusAt(now), Ref(ask.FromUserId), Ref(ask.ToUserId), ask.Message, ask.CreatedAt, ask.ExpiresAt, ask.SessionId))];

        PersonRef Ref(Guid userId) => new(userId, names.GetValueOrDefault(userId, ""));
    }
}
