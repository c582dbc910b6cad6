namespace MeetUp.Server.Http.Limits;

/// <summary>What is counted together. Its numbers are in <see cref="LimitsOptions"/>.</summary>
internal enum Limit
{
    /// <summary>Every route without a limit of its own.</summary>
    Overall,
    Search,
    MeetRequests,
    MeetRequestsToOnePerson,
    InviteCreate,

    /// <summary>Resolving and redeeming, together.</summary>
    InviteUse,
    GuestSignIn,
}

internal static class LimitMetadata
{
    /// <summary>Counts calls of this route. The one set last, nearest to the route, is the one that counts.</summary>
    public static TBuilder WithLimit<TBuilder>(this TBuilder builder, Limit limit)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Limited(limit));

    /// <summary>What <see cref="WithLimit"/> leaves on an endpoint.</summary>
    internal sealed record Limited(Limit Limit);
}
