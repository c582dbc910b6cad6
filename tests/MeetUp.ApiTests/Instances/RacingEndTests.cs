using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Instances;

/// <summary>Eight callers on two instances race to end a session, each in another way: one of them does.</summary>
public sealed class RacingEndTests(TwoInstances server) : IClassFixture<TwoInstances>
{
    /// <summary>SQLite writes one at a time.</summary>
    private static int Sessions => PostgresCluster.IsForAll ? 200 : 40;

    [Fact]
    public async Task End_HappensOnce_HoweverManyWantIt()
    {
        for (var done = 0; done < Sessions; done += 10)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RaceAsync()));
        }
    }

    private static async Task EndAsync(SocketProbe socket)
    {
        try
        {
            await socket.SendAsync(new EndSession());
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // Another was faster, and the socket is closed already.
        }
    }

    private async Task RaceAsync()
    {
        await using var pair = await server.PairAsync();
        var (ada, bob) = (pair.Ada, pair.Bob);
        var (adaElsewhere, bobElsewhere) = (server.At(bob, ada.Tokens), server.At(ada, bob.Tokens));
        await Task.WhenAll(
            ada.EndAsync(pair.Session), bob.EndAsync(pair.Session), adaElsewhere.EndAsync(pair.Session), bobElsewhere.EndAsync(pair.Session),
            EndAsync(pair.AdaSocket), EndAsync(pair.BobSocket),
            ada.PostAsync($"api/v1/sessions/{pair.Session}/im-here", new ImHere(Manual: true), Contracts.ContractsJson.Default.ImHere),
            bobElsewhere.PostAsync($"api/v1/sessions/{pair.Session}/im-here", new ImHere(Manual: true), Contracts.ContractsJson.Default.ImHere));

        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Normal);
        var session = await ada.SessionAsync(pair.Session);
        foreach (var socket in new[] { pair.AdaSocket, pair.BobSocket })
        {
            var told = await socket.NextAsync<SessionEnded>();
            Assert.Equal((session.EndReason, session.EndedAt), (told.Reason, told.EndedAt));
            await Assert.ThrowsAsync<TimeoutException>(() => socket.NextAsync<SessionEnded>());
        }

        await using var db = server.OpenDb();
        var ends = await db.Audit.Where(row => row.SessionId == pair.Session && row.Type == AuditEvents.SessionEnded).ToListAsync();
        Assert.Equal(System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(session.EndReason.ToString()!), Assert.Single(ends).Reason);
    }
}
