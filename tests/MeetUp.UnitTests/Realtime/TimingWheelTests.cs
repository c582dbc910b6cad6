using CsCheck;
using MeetUp.Server.Realtime.Timing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Realtime;

public sealed class TimingWheelTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TimingWheel _wheel;

    public TimingWheelTests() => _wheel = new TimingWheel(_clock, NullLogger<TimingWheel>.Instance);

    public void Dispose() => _wheel.Dispose();

    [Fact]
    public void Entry_IsCalledAtItsTime_NotBefore()
    {
        var entry = new Entry();
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(10));

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(entry.Calls);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Single(entry.Calls);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(entry.Calls);
    }

    [Fact]
    public void Entry_KeepsTheEarlierOfTwoTimes()
    {
        var entry = new Entry();
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(10));
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(20));
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(5));

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(entry.Calls);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(entry.Calls);
    }

    [Fact]
    public void Entry_IsCalledAgain_WhenItAsksFor()
    {
        var entry = new Entry { Repeat = TimeSpan.FromSeconds(3) };
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(3));

        for (var i = 1; i <= 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal(i, entry.Calls.Count);
        }
    }

    [Fact]
    public void Entry_IsNotCalled_WhenDisarmed()
    {
        var entry = new Entry();
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(1));
        _wheel.Disarm(entry);
        _wheel.Disarm(entry);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(entry.Calls);
    }

    [Fact]
    public void Entry_IsCalled_WhenItsTimeHasPassedAlready()
    {
        var entry = new Entry();
        _wheel.Arm(entry, _clock.GetUtcNow().AddSeconds(-5));

        _clock.Advance(TimingWheel.Tick);
        Assert.Single(entry.Calls);
    }

    [Fact]
    public void Wheel_TurnsOn_WhenAnEntryFails()
    {
        var broken = new Entry { Fails = true };
        var sound = new Entry();
        _wheel.Arm(broken, _clock.GetUtcNow().AddSeconds(1));
        _wheel.Arm(sound, _clock.GetUtcNow().AddSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(sound.Calls);
    }

    [Fact]
    public void Wheel_CallsEachOnce_WithinATick_WhateverTheTimes() =>
        Gen.Select(Gen.Int[0, 400_000].Array[1, 60], Gen.Int[1, 20_000].Array[1, 60]).Sample((waits, steps) =>
        {
            var clock = new FakeTimeProvider();
            using var wheel = new TimingWheel(clock, NullLogger<TimingWheel>.Instance);
            var entries = waits.Select(wait => new Entry { DueAt = clock.GetUtcNow().AddMilliseconds(wait) }).ToList();
            entries.ForEach(entry => wheel.Arm(entry, entry.DueAt));

            foreach (var step in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(step));
                Assert.All(entries, entry => Assert.InRange(
                    entry.Calls.Count,
                    clock.GetUtcNow() >= entry.DueAt + (2 * TimingWheel.Tick) ? 1 : 0,
                    clock.GetUtcNow() >= entry.DueAt ? 1 : 0));
            }

            clock.Advance(TimeSpan.FromMilliseconds(500_000));
            Assert.All(entries, entry => Assert.Single(entry.Calls));
        }, iter: 200);

    private sealed class Entry : Timed
    {
        public List<DateTimeOffset> Calls { get; } = [];

        public DateTimeOffset DueAt { get; init; }

        public TimeSpan? Repeat { get; init; }

        public bool Fails { get; init; }

        protected internal override DateTimeOffset? OnDue(DateTimeOffset now)
        {
            Calls.Add(now);
            return Fails ? throw new InvalidOperationException() : now + Repeat;
        }
    }
}
