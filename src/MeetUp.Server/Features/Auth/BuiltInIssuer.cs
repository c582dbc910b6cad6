using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth;

/// <summary>Issues and checks this server's own access tokens. One dies at once with its sign-in, not only when it runs out.</summary>
internal sealed class BuiltInIssuer(SigningKey key, Func<MeetUpDb> openDb, TimeProvider clock, IOptions<AuthOptions> options)
{
    public const string Name = "meetup";

    /// <summary>The family of refresh tokens the access token belongs to.</summary>
    private const string FamilyClaim = "sid";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string Issue(Guid userId, Guid familyId)
    {
        var now = clock.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            IssuedAt = now.UtcDateTime,
            Expires = now.AddSeconds(options.Value.AccessTokenSeconds).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = userId.ToString(),
                [FamilyClaim] = familyId.ToString(),
            },
            SigningCredentials = new SigningCredentials(key.Security, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask<AccessIdentity?> CheckAsync(JsonWebToken jwt, CancellationToken cancellationToken)
    {
        TrustedKey trusted = new(key.Security.KeyId, SecurityAlgorithms.EcdsaSha256, key.Security);
        if (!await Jwt.IsValidAsync(jwt, [trusted], Name, Name, clock.GetUtcNow())
            || Jwt.SubjectOf(jwt) is not { } userId
            || !jwt.TryGetPayloadValue<string>(FamilyClaim, out var family)
            || !Guid.TryParse(family, out var familyId))
        {
            return null;
        }

        // Refresh tokens go with their person, so this also asks whether the person is still there.
        await using var db = openDb();
        return await db.RefreshTokens.AnyAsync(
            token => token.FamilyId == familyId && token.UserId == userId && token.RevokedAt == null, cancellationToken)
            ? new AccessIdentity(userId, DisplayName: null, Email: null, IsGuest: true, Jwt.ExpiryOf(jwt), BuiltIn: true)
            : null;
    }
}
