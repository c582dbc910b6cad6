using MeetUp.Contracts;
using MeetUp.Contracts.Users;

namespace MeetUp.Client;

public sealed partial class MeetUpClient
{
    /// <summary>Blocks someone: ends a live session of the two, hides each from the other, and keeps their requests away. They are not told.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="MeetUpException"><see cref="ErrorCodes.NotFound"/>.</exception>
    public Task BlockAsync(Guid userId, CancellationToken cancellationToken = default) =>
        SendAsync(Put($"users/{userId}/block"), cancellationToken);

    /// <summary>Takes a block back; nothing happens if there is none.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task UnblockAsync(Guid userId, CancellationToken cancellationToken = default) =>
        SendAsync(Delete($"users/{userId}/block"), cancellationToken);

    /// <summary>Everyone this person has blocked.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<PersonRef>> GetBlockedAsync(CancellationToken cancellationToken = default) =>
        SendAsync(Get("users/blocked"), ContractsJson.Default.IReadOnlyListPersonRef, cancellationToken);
}
