using System.Net;
using System.Net.Sockets;

namespace MeetUp.Server.Http;

/// <summary>Who a call is counted for: the person, else their address.</summary>
internal static class Caller
{
    public static string Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } ? context.User.UserId.ToString() : AddressOf(context.Connection.RemoteIpAddress);

    /// <summary>A household has a whole /64 of IPv6, so that much counts as one address.</summary>
    internal static string AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.AddressFamily is not AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
