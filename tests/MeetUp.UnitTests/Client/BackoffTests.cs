using CsCheck;
using MeetUp.Client;

namespace MeetUp.UnitTests.Client;

public sealed class BackoffTests
{
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(0, 250)]
    [InlineData(1, 500)]
    [InlineData(6, 16_000)]
    [InlineData(7, 20_000)]
    [InlineData(1_000, 20_000)]
    [InlineData(int.MaxValue, 20_000)]
    public void Ceiling_DoublesUpToTheCap(int attempt, double milliseconds) =>
        Assert.Equal(milliseconds, new Backoff(Floor, Cap).Ceiling(attempt).TotalMilliseconds);

    [Fact]
    public void Wait_IsAnywhereBelowTheCeiling() =>
        Gen.Select(Gen.Int[0, 60], Gen.Double[0, 0.999]).Sample((attempt, chance) =>
        {
            var backoff = new Backoff(Floor, Cap, () => chance);
            var wait = backoff.Next(attempt);

            Assert.InRange(wait, TimeSpan.Zero, backoff.Ceiling(attempt));
            Assert.Equal(backoff.Ceiling(attempt).TotalMilliseconds * chance, wait.TotalMilliseconds, 0.01);
        });

    [Fact]
    public void Wait_DiffersFromPhoneToPhone()
    {
        var backoff = new Backoff(Floor, Cap);

        Assert.True(Enumerable.Range(0, 20).Select(_ => backoff.Next(5)).Distinct().Count() > 10);
    }
}
