using System.Globalization;
using System.Security.Claims;

namespace MeetUp.Server.Http;

/// <summary>Who calls. The <c>sub</c> claim is a UUID by the time an endpoint runs: the token check refuses any other.</summary>
internal static class CurrentUser
{
    extension(ClaimsPrincipal principal)
    {
        public Guid UserId => Guid.Parse(principal.FindFirstValue("sub") ?? throw new InvalidOperationException("Not signed in."));

        /// <summary>When the access token of this call runs out.</summary>
        public DateTimeOffset TokenExpiresAt => DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(principal.FindFirstValue("exp") ?? throw new InvalidOperationException("Not signed in."), CultureInfo.InvariantCulture));
    }
}
