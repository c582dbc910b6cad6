using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>Whether people may sign in without an account.</summary>
internal enum GuestSwitch
{
    /// <summary>On unless Supabase is configured.</summary>
    Auto,
    On,
    Off,
}

/// <summary>The built-in issuer: guests and their tokens.</summary>
internal sealed class AuthOptions
{
    public const string Section = "MeetUp:Auth";

    /// <summary>Whether guests can sign in without an account: <c>auto</c> (only where Supabase is not configured), <c>on</c> or <c>off</c>.</summary>
    [EnumDataType(typeof(GuestSwitch))]
    public GuestSwitch Guest { get; set; } = GuestSwitch.Auto;

    /// <summary>How long an access token lives.</summary>
    [Range(60, 86_400)]
    public int AccessTokenSeconds { get; set; } = 3_600;

    /// <summary>How long a refresh token lives; every refresh starts a new one.</summary>
    [Range(2, 3_650)]
    public int RefreshTokenDays { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class AuthOptionsValidator : IValidateOptions<AuthOptions>;
