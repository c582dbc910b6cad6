using System.Net.WebSockets;
using System.Text;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>What may be sent and what comes of the rest, over a real socket.</summary>
public sealed class FrameTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Theory]
    [InlineData("""{"type":"nonsense"}""", ErrorCodes.UnknownType)]
    [InlineData("""{"type":"location_update"}""", ErrorCodes.InvalidPayload)]
    [InlineData("""{"type":"location_update","payload":{"lat":"48","lon":16,"accuracy_m":5,"timestamp":"2026-01-01T00:00:00Z"}}""", ErrorCodes.InvalidPayload)]
    [InlineData("""[]""", ErrorCodes.InvalidPayload)]
    [InlineData("""not json""", ErrorCodes.InvalidPayload)]
    [InlineData("""{"type":"im_here"}""", ErrorCodes.NotCloseEnough)]
    public async Task Socket_Stays_AfterAFrameItCannotUse(string frame, string code)
    {
        await using var pair = await server.PairAsync();
        await pair.AdaSocket.SendRawAsync(frame);
        Assert.Equal(code, (await pair.AdaSocket.NextAsync<ErrorFrame>()).Code);
        await pair.AdaSocket.SendAsync(new Ping());
        Assert.Equal(server.Now.ToUnixTimeMilliseconds(), (await pair.AdaSocket.NextAsync<Pong>()).ServerTime.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Update_MayArriveInPieces()
    {
        await using var pair = await server.PairAsync();
        var bytes = FrameJson.Encode(server.FixAt(12));
        await pair.AdaSocket.SendRawAsync(bytes.AsMemory(0, 10), WebSocketMessageType.Text, endOfMessage: false);
        await pair.AdaSocket.SendRawAsync(bytes.AsMemory(10, 30), WebSocketMessageType.Text, endOfMessage: false);
        await pair.AdaSocket.SendRawAsync(bytes.AsMemory(40), WebSocketMessageType.Text);
        Assert.Equal(server.FixAt(12).Lat, (await pair.BobSocket.NextAsync<PeerLocation>()).Lat);
    }

    [Fact]
    public async Task Frame_Of4096Bytes_IsRead_AndOneOf4097_Closes1009()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        await using var probe = await ada.OpenAsync(session);
        await probe.SendRawAsync("""{"type":"ping"}""" + new string(' ', 4096 - 15));
        await probe.NextAsync<Pong>();
        await probe.SendRawAsync(new byte[3000], WebSocketMessageType.Text, endOfMessage: false);
        await probe.SendRawAsync(new byte[1097], WebSocketMessageType.Text);
        await probe.ExpectCloseAsync(CloseCodes.TooBig);
    }

    [Fact]
    public async Task Frame_FarTooBig_Closes1009_WithoutAReset()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync((await ada.CreateSessionAsync()).Id);
        await probe.SendRawAsync(new byte[500_000], WebSocketMessageType.Text);
        await probe.ExpectCloseAsync(CloseCodes.TooBig);
    }

    [Fact]
    public async Task BinaryFrame_Closes1003_AndTextThatIsNone_Closes1007()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        await using var binary = await ada.OpenAsync(session);
        await binary.SendRawAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary);
        await binary.ExpectCloseAsync(CloseCodes.UnsupportedData);

        await using var broken = await ada.OpenAsync(session);
        await broken.SendRawAsync(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, WebSocketMessageType.Text);
        await broken.ExpectCloseAsync(CloseCodes.InvalidText);
    }

    [Fact]
    public async Task TwentyBadFramesInAMinute_Close4429()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync((await ada.CreateSessionAsync()).Id);
        for (var i = 0; i < 20; i++)
        {
            await probe.SendRawAsync("{}");
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await probe.ExpectCloseAsync(CloseCodes.Flooding);
    }

    [Fact]
    public async Task UpdatesOverTen_AreDropped_WithOneErrorASecond()
    {
        await using var pair = await server.PairAsync();
        for (var i = 0; i < 30; i++)
        {
            await pair.AdaSocket.SendAsync(server.FixAt(0));
        }

        var errors = (await pair.AdaSocket.DrainAsync()).OfType<ErrorFrame>().ToList();
        Assert.Single(errors, error => error.Code == ErrorCodes.RateLimitExceeded);
        Assert.Equal(9, errors.Count(error => error.Reason == LocationRefusals.OutOfOrder));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await pair.AdaSocket.SendAsync(server.FixAt(0));
        Assert.Equal(2, (await pair.BobSocket.NextAsync<PeerLocation>(location => location.Seq > 1)).Seq);
    }

    [Fact]
    public async Task AHundredFramesASecond_ForFiveSeconds_Close4429()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync((await ada.CreateSessionAsync()).Id);
        for (var second = 0; second < 5; second++)
        {
            for (var i = 0; i < 99; i++)
            {
                await probe.SendAsync(new Ping());
            }

            // A frame that is refused is answered, so the server has read them all before the clock moves on.
            await probe.SendRawAsync("{}");
            await probe.NextAsync<ErrorFrame>(error => error.Code == ErrorCodes.InvalidPayload);
            server.Clock.Advance(TimeSpan.FromSeconds(0.995));
            await probe.SendRawAsync("{}");
            if (second < 4)
            {
                await probe.NextAsync<ErrorFrame>(error => error.Code == ErrorCodes.InvalidPayload);
            }

            server.Clock.Advance(TimeSpan.FromSeconds(second < 4 ? 0.005 : 0));
        }

        await probe.ExpectCloseAsync(CloseCodes.Flooding);
    }

    [Fact]
    public async Task Pings_AreAnswered_WhateverTheirShape()
    {
        var ada = await server.SignInAsync("ada");
        await using var probe = await ada.OpenAsync((await ada.CreateSessionAsync()).Id);
        foreach (var ping in new[] { """{"type":"ping"}""", """{"payload":{},"type":"ping"}""", """{"type":"ping","payload":null,"x":1}""" })
        {
            await probe.SendRawAsync(Encoding.UTF8.GetBytes(ping), WebSocketMessageType.Text);
            await probe.NextAsync<Pong>();
        }
    }
}
