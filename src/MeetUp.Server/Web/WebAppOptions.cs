using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Web;

/// <summary>Where the web app is.</summary>
internal sealed class WebAppOptions
{
    public const string Section = "MeetUp:WebApp";

    /// <summary>The exported web app to serve, relative to the program. Where there is none, only the API is served.</summary>
    [Required]
    public string Directory { get; set; } = "web/app";
}

[OptionsValidator]
internal sealed partial class WebAppOptionsValidator : IValidateOptions<WebAppOptions>;
