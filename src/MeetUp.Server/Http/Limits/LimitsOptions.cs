using System.ComponentModel.DataAnnotations;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.State;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Http.Limits;

/// <summary>How often one person, or one address where nobody is signed in, may call the REST API.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "MeetUp:Limits";

    /// <summary>Off lifts every limit on REST calls, for load tests; the limits of the socket stay.</summary>
    [EnumDataType(typeof(Switch))]
    public Switch Rest { get; set; } = Switch.On;

    /// <summary>Calls a minute to every route that has no limit of its own.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerMinute { get; set; } = 600;

    /// <summary>Searches for people a minute.</summary>
    [Range(1, 1_000_000)]
    public int SearchesPerMinute { get; set; } = 30;

    /// <summary>Meet requests sent a minute.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 20;

    /// <summary>Meet requests sent to one and the same person an hour.</summary>
    [Range(1, 1_000_000)]
    public int RequestsToOnePersonPerHour { get; set; } = 5;

    /// <summary>Invites made a minute.</summary>
    [Range(1, 1_000_000)]
    public int InvitesPerMinute { get; set; } = 5;

    /// <summary>Invites resolved or redeemed a minute, together.</summary>
    [Range(1, 1_000_000)]
    public int InviteUsesPerMinute { get; set; } = 20;

    /// <summary>Guests signed in a minute, by address.</summary>
    [Range(1, 1_000_000)]
    public int GuestSignInsPerMinute { get; set; } = 20;

    public RateLimit Of(Limit limit) => limit switch
    {
        Limit.Overall => PerMinute(CallsPerMinute),
        Limit.Search => PerMinute(SearchesPerMinute),
        Limit.MeetRequests => PerMinute(RequestsPerMinute),
        Limit.MeetRequestsToOnePerson => new RateLimit(RequestsToOnePersonPerHour, TimeSpan.FromHours(1)),
        Limit.InviteCreate => PerMinute(InvitesPerMinute),
        Limit.InviteUse => PerMinute(InviteUsesPerMinute),
        Limit.GuestSignIn => PerMinute(GuestSignInsPerMinute),
        _ => throw new ArgumentOutOfRangeException(nameof(limit)),
    };

    private static RateLimit PerMinute(int calls) => new(calls, TimeSpan.FromMinutes(1));
}

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
