using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Users;

internal static class PersonNames
{
    /// <summary>What these people go by today; those who deleted their account are not in it.</summary>
    public static Task<Dictionary<Guid, string>> NamesOfAsync(
        this MeetUpDb db, IEnumerable<Guid> userIds, CancellationToken cancellationToken)
    {
        var ids = userIds.Distinct().ToList();
        return db.Users.Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => person.DisplayName, cancellationToken);
    }
}
