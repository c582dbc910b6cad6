using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Requests;

/// <summary>How long a meet request waits for its answer.</summary>
internal sealed class RequestOptions
{
    public const string Section = "MeetUp:Requests";

    /// <summary>How long a meet request lives.</summary>
    [Range(1, 86_400)]
    public int LifetimeSeconds { get; set; } = 600;
}

[OptionsValidator]
internal sealed partial class RequestOptionsValidator : IValidateOptions<RequestOptions>;
