using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using Microsoft.AspNetCore.Http;

namespace MeetUp.UnitTests.Client;

/// <summary>A live session against a server that does as it is told.</summary>
public abstract class LiveSessionTest : IAsyncLifetime
{
    private readonly List<LiveSession> _joined = [];
    private protected PuppetServer Server { get; private set; } = null!;
    private protected MeetUpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await PuppetServer.StartAsync();
        Client = Server.Client();
    }

    public async ValueTask DisposeAsync()
    {
        // Their last wait for the server's close is by the clock that stands still.
        var leaving = Task.WhenAll(_joined.Select(live => live.DisposeAsync().AsTask()));
        await Server.UntilAsync(() => leaving.IsCompleted, TimeSpan.FromMilliseconds(500));
        await leaving;
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private protected LiveSession Join()
    {
        var live = Client.JoinLive(PuppetServer.SessionId);
        _joined.Add(live);
        return live;
    }

    private protected async Task<PuppetSocket> LiveAsync(LiveSession live)
    {
        var socket = await Server.NextLiveAsync();
        await Server.UntilAsync(() => live.Status is LiveStatus.Live);
        return socket;
    }

    private protected static async Task<List<double>> FixesUntilAsync(PuppetSocket socket, double last)
    {
        List<double> fixes = [];
        while (fixes.Count is 0 || fixes[^1] != last)
        {
            var frame = await socket.NextAsync();
            Assert.NotNull(frame);
            if (frame is LocationUpdate fix)
            {
                fixes.Add(fix.Lat);
            }
        }

        return fixes;
    }

    private protected LocationUpdate Mine(double lat) => new(lat, 0, 5, Server.Clock.GetUtcNow());

    private protected PeerLocation Bobs(long seq) => new(PuppetServer.Bob, 48, 16, 5, Server.Clock.GetUtcNow(), Server.Clock.GetUtcNow(), seq);
}
