namespace MeetUp.Server.Http;

/// <summary>A person an access token vouches for.</summary>
/// <param name="UserId">The token's <c>sub</c>.</param>
/// <param name="DisplayName">From <c>user_metadata.display_name</c> or <c>name</c>; null where the token has none.</param>
/// <param name="Email">The token's e-mail, if any.</param>
/// <param name="IsGuest">Signed in without an account.</param>
/// <param name="ExpiresAt">The token's <c>exp</c>.</param>
/// <param name="BuiltIn">Issued by this server, which then also knows whether the person still exists.</param>
internal sealed record AccessIdentity(Guid UserId, string? DisplayName, string? Email, bool IsGuest, DateTimeOffset ExpiresAt, bool BuiltIn);

/// <summary>
/// The one place a token is checked, for REST and the socket alike. Implemented by the Auth feature; the socket knows only this.
/// </summary>
internal interface IAccessTokens
{
    /// <summary>The identity behind the token, its user row present; null for any token that must be answered with 401.</summary>
    ValueTask<AccessIdentity?> CheckAsync(string token, CancellationToken cancellationToken);
}
