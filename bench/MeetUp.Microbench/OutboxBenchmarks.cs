using BenchmarkDotNet.Attributes;
using MeetUp.Server.Realtime.Socket;

namespace MeetUp.Microbench;

/// <summary>7: into the outbox and out of it, alone and with others filling the same one.</summary>
public class OutboxBenchmarks
{
    private const int Updates = 10_000;

    private readonly Outbox _outbox = new(Stream.Null, TimeProvider.System);
    private readonly byte[] _frame = Sample.Update(1);

    /// <summary>How many fill one outbox at once; in life it is one, now and then two.</summary>
    [Params(1, 2)]
    public int Writers { get; set; }

    [Benchmark(OperationsPerInvoke = Updates)]
    public void PutAndFlush()
    {
        if (Writers == 1)
        {
            Fill(Updates);
        }
        else
        {
            Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, _ => Fill(Updates / Writers));
        }
    }

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _outbox.PutLatest(_frame);
            _outbox.Flush();
        }
    }
}
