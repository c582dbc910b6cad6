using System.ComponentModel.DataAnnotations;
using MeetUp.Contracts;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Invites;

/// <summary>How long an invite can be used.</summary>
internal sealed class InviteOptions
{
    public const string Section = "MeetUp:Invites";

    /// <summary>How long an invite lives.</summary>
    [Range(1, 86_400)]
    public int LifetimeSeconds { get; set; } = ContractLimits.InviteLifetimeSeconds;
}

[OptionsValidator]
internal sealed partial class InviteOptionsValidator : IValidateOptions<InviteOptions>;
