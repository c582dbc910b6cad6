using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using MeetUp.Client;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Client;

/// <summary>A server on a real port that does exactly what the test says, for what the real one does only on a bad day.</summary>
internal sealed class PuppetServer : IAsyncDisposable
{
    public static readonly Guid SessionId = Guid.Parse("01900000-0000-7000-8000-000000000009");
    public static readonly Guid Ada = Guid.Parse("01900000-0000-7000-8000-000000000001");
    public static readonly Guid Bob = Guid.Parse("01900000-0000-7000-8000-000000000002");

    private readonly WebApplication _app;
    private readonly Channel<PuppetSocket> _sockets = Channel.CreateUnbounded<PuppetSocket>();
    private readonly ConcurrentBag<PuppetSocket> _all = [];
    private int _tickets;

    private PuppetServer(WebApplication app) => _app = app;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public List<string> TicketsUsed { get; } = [];

    public int TicketsAsked => Volatile.Read(ref _tickets);

    /// <summary>What the next requests for a ticket get instead of one.</summary>
    public Func<HttpContext, Task>? RefuseTickets { get; set; }

    /// <summary>How the session ended, for those who ask later.</summary>
    public EndReason? Ended { get; set; }

    public static async Task<PuppetServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new PuppetServer(app);
        app.UseWebSockets();
        app.MapPost("/api/v1/sessions/{id}/ws-ticket", server.TicketAsync);
        app.MapPost("/api/v1/auth/refresh", () => Results.Json(Tokens("fresh"), ContractsJson.Default.TokenPair));
        app.MapGet("/api/v1/sessions/{id}", () => Results.Json(server.Session(), ContractsJson.Default.Session));
        app.Map("/api/v1/ws/meetup", server.SocketAsync);
        await app.StartAsync();
        return server;
    }

    public MeetUpClient Client(Func<MeetUpClientOptions, MeetUpClientOptions>? with = null)
    {
        var options = new MeetUpClientOptions { BaseAddress = new Uri(_app.Urls.First()), TimeProvider = Clock, Tokens = Tokens("first") };
        return new MeetUpClient(with?.Invoke(options) ?? options);
    }

    /// <summary>The next connection, before it has been told anything.</summary>
    public async Task<PuppetSocket> NextAsync() => await _sockets.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next connection, with its snapshot.</summary>
    public async Task<PuppetSocket> NextLiveAsync(SharingStatus sharing = SharingStatus.None)
    {
        var socket = await NextAsync();
        await socket.SendAsync(Snapshot(sharing));
        return socket;
    }

    public SessionSnapshot Snapshot(SharingStatus sharing = SharingStatus.None) => new(
        SessionId, SessionStatus.Active, Ada, Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(1),
        [
            new SnapshotParticipant(Ada, "ada", PresenceStatus.Online, sharing, null, Location: null),
            new SnapshotParticipant(Bob, "bob", PresenceStatus.Online, SharingStatus.None, null, Location: null),
        ],
        Proximity: null, ImHere: null);

    /// <summary>Waits until it is so; the clock moves only if told to.</summary>
    public async Task UntilAsync(Func<bool> done, TimeSpan? step = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "It never came to that.");
            Clock.Advance(step ?? TimeSpan.Zero);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _all)
        {
            socket.Abort();
        }

        await _app.DisposeAsync();
    }

    private static TokenPair Tokens(string name) => new(name + "-access", "bearer", 3600, name + "-refresh", new PersonRef(Ada, "ada"));

    private async Task TicketAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _tickets);
        if (RefuseTickets is { } refuse)
        {
            await refuse(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(new SocketTicket($"ticket-{number}", 20), ContractsJson.Default.SocketTicket);
    }

    private async Task SocketAsync(HttpContext context)
    {
        TicketsUsed.Add(context.Request.Query["ticket"].ToString());
        using var socket = new PuppetSocket(await context.WebSockets.AcceptWebSocketAsync(), context);
        _all.Add(socket);
        await _sockets.Writer.WriteAsync(socket);
        await socket.Over;
    }

    private Session Session() => new(
        SessionId, Ended is null ? SessionStatus.Active : SessionStatus.Ended, Clock.GetUtcNow(), Clock.GetUtcNow(), Clock.GetUtcNow(),
        Ended is null ? null : Clock.GetUtcNow(), Ended, []);
}

/// <summary>The server's end of one connection. Pings are answered and kept out of sight unless asked for.</summary>
internal sealed class PuppetSocket(WebSocket socket, HttpContext context) : IDisposable
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Over => _over.Task;

    public Task SendAsync(ServerFrame frame) =>
        socket.SendAsync(FrameJson.Encode(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next frame but a ping; null when the client closes.</summary>
    public async Task<ClientFrame?> NextAsync()
    {
        while (true)
        {
            var frame = await NextOrPingAsync();
            if (frame is not Ping)
            {
                return frame;
            }
        }
    }

    public async Task<ClientFrame?> NextOrPingAsync()
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(PuppetServer.Patience);
        return received.MessageType is WebSocketMessageType.Close ? null : FrameJson.DecodeClient(buffer.AsSpan(0, received.Count));
    }

    public int? CloseCode => (int?)socket.CloseStatus;

    public async Task CloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, statusDescription: null, CancellationToken.None);
        _over.TrySetResult();
    }

    /// <summary>Gone without a word.</summary>
    public void Abort()
    {
        if (!_over.Task.IsCompleted)
        {
            context.Abort();
            _over.TrySetResult();
        }
    }

    public void Dispose() => socket.Dispose();
}
