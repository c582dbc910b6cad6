using MeetUp.Contracts;
using MeetUp.Contracts.Users;

namespace MeetUp.Client;

public sealed partial class MeetUpClient
{
    /// <summary>Makes this person's row with a name of their choosing; the same row again if there is one.</summary>
    /// <param name="displayName">1–64 characters after trimming.</param>
    /// <param name="discoverable">Whether others find them by name; null leaves the default.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.ValidationFailed"/>.</exception>
    public Task<User> RegisterAsync(string displayName, bool? discoverable = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            Post("users/register").With(new RegisterUser(displayName, discoverable), ContractsJson.Default.RegisterUser),
            ContractsJson.Default.User, cancellationToken);

    /// <summary>This person's own row.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<OwnUser> GetMeAsync(CancellationToken cancellationToken = default) =>
        SendAsync(Get("users/me"), ContractsJson.Default.OwnUser, cancellationToken);

    /// <summary>Changes what is given and leaves the rest.</summary>
    /// <param name="change">A name of 1–64 characters after trimming, whether others find them by name, or both.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.ValidationFailed"/>.</exception>
    public Task<OwnUser> UpdateMeAsync(UpdateUser change, CancellationToken cancellationToken = default) =>
        SendAsync(
            new Rest.RestCall(HttpMethod.Patch, "api/v1/users/me").With(change, ContractsJson.Default.UpdateUser),
            ContractsJson.Default.OwnUser, cancellationToken);

    /// <summary>Deletes this person: ends their live sessions and signs them out everywhere.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task DeleteMeAsync(CancellationToken cancellationToken = default)
    {
        await SendAsync(Delete("users/me"), cancellationToken).ConfigureAwait(false);
        _tokens.Forget();
    }

    /// <summary>Another person's name.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task<PersonRef> GetUserAsync(Guid userId, CancellationToken cancellationToken = default) =>
        SendAsync(Get($"users/{userId}"), ContractsJson.Default.PersonRef, cancellationToken);

    /// <summary>People by name, at most 20; without oneself, the blocked, and those who do not want to be found. At most 30 a minute.</summary>
    /// <param name="name">At least 2 characters; upper and lower case are the same.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.ValidationFailed"/>, <see cref="ErrorCodes.RateLimitExceeded"/>.</exception>
    public Task<IReadOnlyList<PersonRef>> SearchUsersAsync(string name, CancellationToken cancellationToken = default) =>
        SendAsync(Get("users/search?name=" + Uri.EscapeDataString(name)), ContractsJson.Default.IReadOnlyListPersonRef, cancellationToken);
}
