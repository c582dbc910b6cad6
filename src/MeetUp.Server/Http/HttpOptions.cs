using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Http;

/// <summary>What stands before this server.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    public const string Section = "MeetUp:Http";

    /// <summary>
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or networks such as 10.0.0.0/8, comma-separated. From anyone
    /// else the headers are ignored, since limits go by address.
    /// </summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>The networks of <see cref="KnownProxies"/>.</summary>
    public IEnumerable<IPNetwork> ProxyNetworks => Entries.Select(text => Parse(text) ?? throw new FormatException(text));

    private string[] Entries => KnownProxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Entries
        .Where(text => Parse(text) is null)
        .Select(text => new ValidationResult($"'{text}' is neither an address nor a network such as 10.0.0.0/8.", [nameof(KnownProxies)]));

    private static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
