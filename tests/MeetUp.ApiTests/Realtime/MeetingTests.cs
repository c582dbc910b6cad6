using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Realtime;

/// <summary>How two people meet: proximity, both confirmations, one end.</summary>
public sealed class MeetingTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Meeting_EndsWithProximityReached_WhenBothConfirmWithin50Meters()
    {
        await using var pair = await server.PairAsync();
        await pair.StandAsync(metersApart: 30);
        var proximity = await pair.AdaSocket.NextAsync<ProximityUpdate>();
        Assert.Equal((Band.Here, Certainty.Certain, true), (proximity.Band, proximity.Certainty, proximity.CanConfirm));
        Assert.InRange(proximity.DistanceM, 29.9, 30.1);

        await pair.AdaSocket.SendAsync(new ImHereFrame());
        var shown = await pair.BobSocket.NextAsync<ImHereUpdate>();
        Assert.Equal([pair.Ada.Id], shown.ConfirmedBy);
        Assert.Equal(server.Now.AddSeconds(60).ToUnixTimeMilliseconds(), shown.ExpiresAt!.Value.ToUnixTimeMilliseconds());

        await pair.BobSocket.SendAsync(new ImHereFrame());
        Assert.Equal(EndReason.ProximityReached, (await pair.AdaSocket.NextAsync<SessionEnded>()).Reason);
        Assert.Equal(EndReason.ProximityReached, (await pair.BobSocket.NextAsync<SessionEnded>()).Reason);
        await pair.AdaSocket.ExpectCloseAsync(CloseCodes.Normal);
        await pair.BobSocket.ExpectCloseAsync(CloseCodes.Normal);
        Assert.Equal(EndReason.ProximityReached, (await pair.Ada.SessionAsync(pair.Session)).EndReason);
    }
}
