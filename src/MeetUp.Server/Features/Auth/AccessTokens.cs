using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Auth;

/// <summary>Checks a token against the issuers that are on, and that its person still exists.</summary>
internal sealed class AccessTokens(BuiltInIssuer builtIn, Func<MeetUpDb> openDb) : IAccessTokens
{
    public async ValueTask<AccessIdentity?> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (await builtIn.CheckAsync(token) is not { } jwt || !Guid.TryParse(jwt.Subject, out var userId))
        {
            return null;
        }

        await using var db = openDb();
        return await db.Users.AnyAsync(person => person.Id == userId, cancellationToken)
            ? new AccessIdentity(userId, jwt.GetClaim("name").Value, Email: null, IsGuest: true, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero), BuiltIn: true)
            : null;
    }
}
