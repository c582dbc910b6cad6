using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Harness;

/// <summary>
/// One person's open socket in a test: a real client that always reads, so pings are answered, and keeps what came until the test asks for it.
/// Every wait here ends: a frame that does not come is a failure after <see cref="Patience"/>, not a hang.
/// </summary>
public sealed class SocketProbe : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket;
    private readonly Channel<ServerFrame> _frames = Channel.CreateUnbounded<ServerFrame>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private readonly List<ServerFrame> _seen = [];
    private readonly Task _reading;

    private SocketProbe(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Everything taken or skipped so far, in order.</summary>
    public IReadOnlyList<ServerFrame> Seen => _seen;

    /// <summary>Whether frames came that the test has not looked at.</summary>
    public bool HasMore => _frames.Reader.Count > 0;

    /// <summary>Connects to that path and query under <c>/api/v1/ws/meetup</c>.</summary>
    public static async Task<SocketProbe> OpenAsync(
        MeetUpServer server, string query, Action<ClientWebSocketOptions>? configure = null, Uri? at = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        using var patience = new CancellationTokenSource(Patience);
        var address = new UriBuilder(at ?? server.Address) { Scheme = "ws", Path = "/api/v1/ws/meetup", Query = query }.Uri;
        await socket.ConnectAsync(address, patience.Token);
        return new SocketProbe(socket);
    }

    /// <summary>The next frame of that kind; others before it are skipped.</summary>
    public async Task<TFrame> NextAsync<TFrame>(Func<TFrame, bool>? where = null)
        where TFrame : ServerFrame
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var frame = await _frames.Reader.ReadAsync(patience.Token);
                _seen.Add(frame);
                if (frame is TFrame wanted && where?.Invoke(wanted) != false)
                {
                    return wanted;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            var end = _closed.Task.IsCompleted ? $"the socket closed with {_closed.Task.Result}" : "nothing more came";
            throw new TimeoutException($"Waited for {typeof(TFrame).Name}, but {end} after: {string.Join(", ", _seen.Select(frame => frame.GetType().Name))}", exception);
        }
    }

    /// <summary>
    /// Everything that had been sent by now: asks for a pong and takes what came before it. What is not in it was not sent.
    /// </summary>
    public async Task<IReadOnlyList<ServerFrame>> DrainAsync()
    {
        var before = _seen.Count;
        await SendAsync(new Ping());
        await NextAsync<Pong>();
        return _seen[before..^1];
    }

    public Task SendAsync(ClientFrame frame) => SendRawAsync(FrameJson.Encode(frame), WebSocketMessageType.Text);

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool endOfMessage = true)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _socket.SendAsync(bytes, type, endOfMessage, patience.Token);
    }

    /// <summary>Waits for the server's close and checks its code.</summary>
    public async Task ExpectCloseAsync(int code) => Assert.Equal(code, await CloseCodeAsync());

    /// <summary>The code the socket closed with; 1006 when it broke without one.</summary>
    public Task<int> CloseCodeAsync() => _closed.Task.WaitAsync(Patience);

    /// <summary>Says goodbye, as an app does that is closed.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, patience.Token);
        await _reading.WaitAsync(Patience);
    }

    /// <summary>Breaks off without a word, as a phone does in a tunnel.</summary>
    public async Task BreakAsync()
    {
        _socket.Abort();
        await _reading.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        await _reading.WaitAsync(Patience);
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await _socket.ReceiveAsync(buffer.AsMemory(length), _abort.Token);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    _closed.TrySetResult((int)_socket.CloseStatus!);
                    if (_socket.State == WebSocketState.CloseReceived)
                    {
                        await _socket.CloseOutputAsync(_socket.CloseStatus.Value, statusDescription: null, _abort.Token);
                    }

                    return;
                }

                if (FrameJson.DecodeServer(buffer.AsSpan(0, length)) is { } frame)
                {
                    _frames.Writer.TryWrite(frame);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Broken off by either side.
        }
        finally
        {
            _closed.TrySetResult(CloseCodes.Abnormal);
            _frames.Writer.TryComplete();
        }
    }
}
