using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Blocks;

internal static class BlocksBetween
{
    /// <summary>Whether either has blocked the other.</summary>
    public static Task<bool> IsBlockedEitherWayAsync(this MeetUpDb db, Guid one, Guid other, CancellationToken cancellationToken) =>
        db.Blocks.AnyAsync(
            block => (block.BlockerId == one && block.BlockedId == other) || (block.BlockerId == other && block.BlockedId == one),
            cancellationToken);
}
