using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MeetUp.Server.Ops.Metrics;

/// <summary>What the process itself costs. Read only when someone scrapes.</summary>
internal sealed class ProcessGauges : IDisposable
{
    private readonly Meter _meter;

    public ProcessGauges(IMeterFactory meters)
    {
        _meter = meters.Create(MetricsBook.MeterName);
        _meter.CreateObservableCounter("process.cpu.seconds", () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "CPU time spent.");
        _meter.CreateObservableGauge("process.resident.memory.bytes", () => Environment.WorkingSet, description: "Resident memory.");
        _meter.CreateObservableGauge("process.open.handles", OpenHandles, description: "Open files and sockets.");
        _meter.CreateObservableGauge("dotnet.gc.heap.bytes", () => GC.GetTotalMemory(forceFullCollection: false), description: "Bytes on the managed heap.");
        _meter.CreateObservableCounter("dotnet.gc.allocated.bytes", () => GC.GetTotalAllocatedBytes(), description: "Bytes ever allocated on the managed heap.");
        _meter.CreateObservableCounter("dotnet.gc.collections", Collections, description: "Garbage collections, by generation.");
        _meter.CreateObservableCounter("dotnet.gc.pause.seconds", () => GC.GetTotalPauseDuration().TotalSeconds, description: "Time paused for garbage collection.");
        _meter.CreateObservableGauge("dotnet.threadpool.threads", () => ThreadPool.ThreadCount, description: "Threads of the thread pool.");
        _meter.CreateObservableGauge("dotnet.threadpool.queue", () => ThreadPool.PendingWorkItemCount, description: "Work waiting for a thread.");
    }

    public void Dispose() => _meter.Dispose();

    private static int OpenHandles()
    {
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    private static IEnumerable<Measurement<long>> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1)
        .Select(generation => new Measurement<long>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation)));
}
