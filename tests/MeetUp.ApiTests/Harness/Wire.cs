using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MeetUp.ApiTests.Harness;

/// <summary>A line of TCP to something on loopback, which a test may cut or let go silent, as networks do.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private TcpListener _listener;
    private Task _accepting;
    private TaskCompletionSource _speaking = Spoken();

    public Wire(int target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, port: 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>Everything connected is dropped, and nobody gets through.</summary>
    public async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var socket in _sockets.Keys)
        {
            socket.Close(timeout: 0);
        }
    }

    /// <summary>Connections stay, new ones are taken, but not a byte gets through.</summary>
    public void Silence() => _speaking = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As before.</summary>
    public void Mend()
    {
        _speaking.TrySetResult();
        if (_accepting.IsCompleted)
        {
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            _accepting = AcceptAsync(_listener);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _speaking.TrySetResult();
        await CutAsync();
    }

    private static TaskCompletionSource Spoken()
    {
        var spoken = new TaskCompletionSource();
        spoken.SetResult();
        return spoken;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptSocketAsync();
                var callee = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await callee.ConnectAsync(IPAddress.Loopback, _target);
                _sockets[caller] = _sockets[callee] = true;
                _ = PumpAsync(caller, callee);
                _ = PumpAsync(callee, caller);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var length and > 0)
            {
                await _speaking.Task;
                await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut, or one side has gone.
        }

        from.Close(timeout: 0);
        to.Close(timeout: 0);
        _sockets.TryRemove(from, out _);
        _sockets.TryRemove(to, out _);
    }
}
