using System.Net.WebSockets;
using MeetUp.Client;
using MeetUp.Cli.CommandLine;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Cli.Load;

/// <summary>
/// One connection of a load run: a bare socket, without the comforts of the SDK, so that thousands fit into one process.
/// One caller sends; frames are taken on its own task.
/// </summary>
internal sealed class LoadPerson(int number, MeetUpClient client, Guid sessionId, LoadTally tally) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[8192];
    private Task _sending = Task.CompletedTask;

    public MeetUpClient Client => client;

    public Guid SessionId => sessionId;

    /// <summary>The server's time in the snapshot.</summary>
    public DateTimeOffset ServerTime { get; private set; }

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var ticket = await client.CreateSocketTicketAsync(sessionId, cancellationToken);
        var server = client.Options.BaseAddress;
        var address = new UriBuilder(new Uri(server, "api/v1/ws/meetup"))
        {
            Scheme = server.Scheme is "https" ? "wss" : "ws",
            Query = $"session_id={sessionId}&ticket={Uri.EscapeDataString(ticket.Ticket)}",
        };
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await _socket.ConnectAsync(address.Uri, cancellationToken);
        ServerTime = await ReceiveAsync(cancellationToken) is SessionSnapshot snapshot
            ? snapshot.ServerTime
            : throw new CliFailure("The server refused a socket.");
    }

    /// <summary>Takes frames until the socket goes.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_socket.State is WebSocketState.Open)
            {
                switch (await ReceiveAsync(cancellationToken))
                {
                    case PeerLocation fix:
                        // The fix is of the other one: people come in pairs, an even number and the next.
                        tally.Arrived(number ^ 1, fix.Timestamp);
                        break;
                    case ErrorFrame error:
                        tally.Refused(error.Reason ?? error.Code);
                        break;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or System.Text.Json.JsonException)
        {
            // Counted below.
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            tally.Lost();
        }
    }

    /// <summary>Sends without waiting; false when the socket has not swallowed the last one yet, or is gone.</summary>
    public bool TrySend(LocationUpdate fix)
    {
        if (!_sending.IsCompleted || _socket.State is not WebSocketState.Open)
        {
            return false;
        }

        _sending = SendAsync(fix);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(LocationUpdate fix)
    {
        try
        {
            await _socket.SendAsync(FrameJson.Encode(fix), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The listening side counts the loss.
        }
    }

    private async Task<ServerFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return FrameJson.DecodeServer(_buffer.AsSpan(0, length));
            }

            if (length == _buffer.Length)
            {
                throw new WebSocketException("A frame is too long.");
            }
        }
    }
}
