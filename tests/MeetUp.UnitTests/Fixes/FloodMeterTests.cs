using MeetUp.Server.Realtime.Fixes;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Fixes;

public sealed class FloodMeterTests
{
    private readonly FloodMeter _meter = new();

    [Theory]
    [InlineData(100, 4.98, false)]
    [InlineData(100, 5.5, true)]
    [InlineData(99, 60, false)]
    [InlineData(1_000, 4.9, false)]
    [InlineData(1_000, 5.1, true)]
    public void Flood_IsAHundredASecond_ForFiveSeconds(int perSecond, double seconds, bool isFlood) =>
        Assert.Equal(isFlood, Send(Noon, perSecond, seconds));

    [Fact]
    public void FiveHundredthFrame_AtAnEvenPace_IsTheFlood()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(i == 499, _meter.CountFrame(Noon.AddMilliseconds(i * 10)));
        }
    }

    [Fact]
    public void Burst_IsNoFlood_HoweverLarge()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Assert.False(_meter.CountFrame(Noon));
        }

        Assert.False(_meter.CountFrame(Noon.AddSeconds(6)));
    }

    [Fact]
    public void Flood_StartsOver_AfterAQuietSecond()
    {
        Assert.False(Send(Noon, 200, 4));
        Assert.False(Send(Noon.AddSeconds(4), 50, 1));
        Assert.False(Send(Noon.AddSeconds(5), 200, 4));
        Assert.False(Send(Noon.AddSeconds(30), 200, 4));
        Assert.False(Send(Noon.AddDays(-1), 200, 4));
    }

    [Theory]
    [InlineData(3.0, true)] // the twentieth 57 s after the first
    [InlineData(3.15, true)] // 59.85 s
    [InlineData(3.16, false)] // 60.04 s
    public void TwentyBadFrames_AreTooMany_WithinAMinute(double pauseSeconds, bool isFlood)
    {
        var told = false;
        for (var i = 0; i < 20; i++)
        {
            Assert.False(told);
            told = _meter.CountBadFrame(Noon.AddSeconds(i * pauseSeconds));
        }

        Assert.Equal(isFlood, told);
    }

    [Fact]
    public void BadFrames_AreForgotten_AfterTheirMinute()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.False(_meter.CountBadFrame(Noon.AddSeconds(i * 3.5)));
        }
    }

    [Fact]
    public void Limit_IsToldOnceASecond()
    {
        Assert.True(_meter.MayTellLimit(Noon));
        Assert.False(_meter.MayTellLimit(Noon.AddMilliseconds(999)));
        Assert.True(_meter.MayTellLimit(Noon.AddMilliseconds(1_000)));
        Assert.False(_meter.MayTellLimit(Noon.AddMilliseconds(1_001)));
        Assert.True(_meter.MayTellLimit(Noon.AddHours(-1)));
    }

    private bool Send(DateTimeOffset from, int perSecond, double seconds)
    {
        var isFlood = false;
        for (var i = 0; i < perSecond * seconds; i++)
        {
            isFlood |= _meter.CountFrame(from.AddSeconds((double)i / perSecond));
        }

        return isFlood;
    }
}
