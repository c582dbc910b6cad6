using System.Net.Sockets;
using System.Net.WebSockets;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>A phone that stops reading for a while, over a real connection with all its buffers.</summary>
public sealed class StalledReaderTests(PatientServer server) : IClassFixture<PatientServer>
{
    private const int Rounds = 150;
    private const int PerRound = 10;

    [Fact]
    public async Task StalledReader_GetsTheNewestPosition_AndCostsTheOtherNothing()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        await using var sender = await ada.OpenAsync(session);
        using var stalled = await ConnectWithSmallBufferAsync(bob, session);

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < PerRound; i++)
            {
                await sender.SendAsync(server.FixAt(0) with { Timestamp = server.Now.AddMilliseconds(i) });
            }

            Assert.DoesNotContain(await sender.DrainAsync(), frame => frame is ErrorFrame);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var seqs = await ReadSeqsUntilAsync(stalled, last: Rounds * PerRound);
        Assert.Equal(seqs.Order(), seqs);
        Assert.InRange(seqs.Count, 1, Rounds * PerRound / 2);
    }

    private static async Task<ClientWebSocket> ConnectWithSmallBufferAsync(Guest guest, Guid session)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", $"Bearer {guest.Tokens.AccessToken}");
        var address = new UriBuilder(guest.Server.Address) { Scheme = "ws", Path = "/api/v1/ws/meetup", Query = $"session_id={session}" }.Uri;
        using var patience = new CancellationTokenSource(SocketProbe.Patience);
        await client.ConnectAsync(address, new HttpMessageInvoker(handler), patience.Token);
        return client;
    }

    private static async Task<List<long>> ReadSeqsUntilAsync(ClientWebSocket socket, long last)
    {
        var seqs = new List<long>();
        var buffer = new byte[8192];
        using var patience = new CancellationTokenSource(SocketProbe.Patience);
        while (seqs is not [.., var newest] || newest < last)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            Assert.True(result.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Text, result.MessageType);
            if (FrameJson.DecodeServer(buffer.AsSpan(0, result.Count)) is PeerLocation location)
            {
                seqs.Add(location.Seq);
            }
        }

        return seqs;
    }
}

/// <summary>A server that does not lose its patience while a test moves the clock.</summary>
public sealed class PatientServer : MeetUpServer
{
    public PatientServer() => Set("MEETUP__REALTIME__SLOWREADERSECONDS", "3600");
}
