using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace BareRelay;

/// <summary>Forwards whatever one socket of a room sends to the other, on the framework's own WebSocket: neither parsed nor checked.</summary>
internal sealed class Relay
{
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    private sealed class Room
    {
        public WebSocket? One { get; set; }

        public WebSocket? Other { get; set; }
    }

    public async Task ServeAsync(HttpContext context)
    {
        var room = _rooms.GetOrAdd(context.Request.Query["room"].ToString(), _ => new Room());
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        Enter(room, socket);
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
            {
                var peer = room.One == socket ? room.Other : room.One;
                if (peer is not null)
                {
                    await peer.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // One of the two is gone.
        }
        finally
        {
            Leave(room, socket);
        }
    }

    private static void Enter(Room room, WebSocket socket)
    {
        lock (room)
        {
            (room.One, room.Other) = room.One is null ? (socket, room.Other) : (room.One, socket);
        }
    }

    private static void Leave(Room room, WebSocket socket)
    {
        lock (room)
        {
            (room.One, room.Other) = (room.One == socket ? null : room.One, room.Other == socket ? null : room.Other);
        }
    }
}
