using System.Net;
using System.Net.Sockets;

namespace MeetUp.ApiTests.Client;

/// <summary>A bad line between a client and a server: it can cut what is open, swallow everything without a word, and refuse what is new.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly Uri _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _hole = Passing();
    private volatile bool _refusing;

    public TcpProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    /// <summary>Resets every open connection.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var socket in _open)
            {
                socket.Close(timeout: 0);
            }

            _open.Clear();
        }
    }

    /// <summary>Cuts, and lets nothing new through until <see cref="Restore"/>.</summary>
    public void Break()
    {
        _refusing = true;
        Cut();
    }

    /// <summary>What is open stays open, but nothing arrives any more: a phone that changed its network.</summary>
    public void Swallow() => _hole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>New connections work again. What was swallowed is lost with its connection.</summary>
    public void Restore()
    {
        _refusing = false;
        var hole = _hole;
        _hole = Passing();
        if (!hole.Task.IsCompleted)
        {
            Cut();
            hole.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        _hole.TrySetResult();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                if (_refusing)
                {
                    client.Close(timeout: 0);
                    continue;
                }

                _ = CarryAsync(client);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            _open.Add(client);
            _open.Add(server);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server.Port, _stop.Token);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            client.Close(timeout: 0);
            server.Close(timeout: 0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[8192];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
            {
                await _hole.Task.WaitAsync(_stop.Token);
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Ends both ways.
        }
    }
}
