using System.Net.WebSockets;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Client.Live;

/// <summary>What a socket brought: a frame, null for one of a type not known here, or its close code.</summary>
internal readonly record struct Received(ServerFrame? Frame, int? CloseCode);

/// <summary>One WebSocket from open to close. One task may receive and another send.</summary>
internal sealed class LiveSocket : IDisposable
{
    /// <summary>Far above any frame of the contract; a server that sends more is not MeetUp.</summary>
    private const int MaxFrameBytes = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[4096];

    public LiveSocket(string userAgent)
    {
        // The session pings by itself, in frames, so that the server's clock comes back with the answer.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.SetRequestHeader("User-Agent", userAgent);
    }

    /// <summary>After a refused upgrade: how long the server asks to wait.</summary>
    public TimeSpan? RetryAfter =>
        _socket.HttpResponseHeaders?.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault()
            is { } text && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;

    public async Task ConnectAsync(Uri address, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        using var invoker = handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false);
        await _socket.ConnectAsync(address, invoker, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="System.Text.Json.JsonException">What came is not a frame.</exception>
    public async Task<Received> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                return new Received(null, (int?)_socket.CloseStatus ?? CloseCodes.Abnormal);
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return new Received(FrameJson.DecodeServer(_buffer.AsSpan(0, length)), null);
            }

            if (length == _buffer.Length)
            {
                if (length >= MaxFrameBytes)
                {
                    throw new WebSocketException("A frame is too long.");
                }

                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }
    }

    public Task SendAsync(ClientFrame frame, CancellationToken cancellationToken) =>
        _socket.SendAsync(FrameJson.Encode(frame), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Answers or begins the closing; gives up quietly, since the socket goes away either way.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            _socket.Abort();
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
