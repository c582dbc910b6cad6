using CsCheck;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Fixes;

public sealed class TokenBucketTests
{
    private readonly TokenBucket _bucket = new();

    [Fact]
    public void Burst_IsTen_AtOnce()
    {
        Assert.Equal(10, Take(50, Noon));
        Assert.Equal(0, Take(1, Noon));
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(250, 2)]
    [InlineData(999, 9)]
    [InlineData(1_000, 10)]
    [InlineData(60_000, 10)]
    public void EmptyBucket_FillsByOneEachTenthOfASecond_UpToTen(int milliseconds, int tokens)
    {
        Take(10, Noon);

        Assert.Equal(tokens, Take(50, Noon.AddMilliseconds(milliseconds)));
    }

    [Fact]
    public void RefusedTries_CostNothing()
    {
        Take(1_000, Noon);

        Assert.Equal(1, Take(1, Noon.AddMilliseconds(100)));
    }

    [Fact]
    public void TenASecond_AllPass_ForEver()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(1, Take(1, Noon.AddMilliseconds(i * 100)));
        }
    }

    [Fact]
    public void ClockSetBack_LocksNobodyOut()
    {
        Take(10, Noon);

        Assert.Equal(10, Take(50, Noon.AddHours(-1)));
        Assert.Equal(1, Take(1, Noon.AddHours(-1).AddMilliseconds(100)));
    }

    [Fact]
    public void Total_NeverExceedsBurstAndRate() =>
        Gen.Int[0, 400].Array[1, 200].Sample(pauses =>
        {
            var bucket = new TokenBucket();
            var (milliseconds, taken) = (0L, 0);
            foreach (var pause in pauses)
            {
                milliseconds += pause;
                taken += bucket.TryTake(Noon.AddMilliseconds(milliseconds)) ? 1 : 0;
                Assert.True(taken <= ContractLimits.UpdatesPerSecond + (milliseconds / 100.0));
            }
        });

    private int Take(int tries, DateTimeOffset now)
    {
        var taken = 0;
        for (var i = 0; i < tries; i++)
        {
            taken += _bucket.TryTake(now) ? 1 : 0;
        }

        return taken;
    }
}
