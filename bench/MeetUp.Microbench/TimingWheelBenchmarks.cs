using BenchmarkDotNet.Attributes;
using MeetUp.Server.Realtime.Timing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetUp.Microbench;

/// <summary>Deadlines among those of ten thousand others.</summary>
public class TimingWheelBenchmarks : IDisposable
{
    private const int Others = 10_000;

    private readonly TimingWheel _wheel = new(TimeProvider.System, NullLogger<TimingWheel>.Instance);
    private readonly Deadline _mine = new();
    private DateTimeOffset _later;

    private sealed class Deadline : Timed
    {
        protected internal override DateTimeOffset? OnDue(DateTimeOffset now) => null;
    }

    [GlobalSetup]
    public void Fill()
    {
        _later = TimeProvider.System.GetUtcNow().AddHours(1);
        for (var i = 0; i < Others; i++)
        {
            _wheel.Arm(new Deadline(), _later.AddMilliseconds(i));
        }
    }

    /// <summary>Armed and taken back, as at every connection.</summary>
    [Benchmark]
    public void ArmAndDisarm()
    {
        _wheel.Arm(_mine, _later);
        _wheel.Disarm(_mine);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _wheel.Dispose();
        GC.SuppressFinalize(this);
    }
}
