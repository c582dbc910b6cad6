using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>The opening of RFC 6455 §4.2, server side. No extension is ever agreed to, so there is nothing to decompress.</summary>
internal static class Handshake
{
    /// <summary>The one subprotocol that is ever selected.</summary>
    public const string Protocol = "meetup.v1";

    private const int SendBufferBytes = 16 * 1024;

    private const string BearerPrefix = "bearer.";

    public static bool IsSocketRequest(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && HttpMethods.IsGet(context.Request.Method)
        && Has(context.Request.Headers.Upgrade.ToString(), "websocket")
        && context.Request.Headers.SecWebSocketVersion == "13"
        && IsKey(context.Request.Headers.SecWebSocketKey.ToString());

    /// <summary>The token of a <c>bearer.&lt;JWT&gt;</c> subprotocol, if there is one.</summary>
    public static string? BearerOf(HttpRequest request) =>
        request.Headers.WebSocketSubProtocols
            .SelectMany(header => header?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .FirstOrDefault(protocol => protocol.StartsWith(BearerPrefix, StringComparison.Ordinal))?[BearerPrefix.Length..];

    /// <summary>Switches to the socket and hands over its bytes.</summary>
    public static async Task<Stream> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptKey(context.Request.Headers.SecWebSocketKey.ToString());
        if (Has(context.Request.Headers.WebSocketSubProtocols.ToString(), Protocol))
        {
            headers.WebSocketSubProtocols = Protocol;
        }

        // How slow a reader may be is ruled by the outbox, not by a rate meant for downloads.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        // Positions that wait in the kernel grow old there; waiting in the outbox they are replaced by newer ones.
        if (context.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket })
        {
            socket.SendBufferSize = SendBufferBytes;
        }

        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1 here; it protects nothing.")]
    private static string AcceptKey(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key.Trim() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[18];
        return Convert.TryFromBase64String(key.Trim(), bytes, out var length) && length == 16;
    }

    private static bool Has(string list, string value) =>
        list.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase);
}
