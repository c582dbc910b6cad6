using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MeetUp.Microbench;

// In this process: a project made up for each run would not be under the rules of this repository, nor see what is internal to the server.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath("artifacts/microbench");
BenchmarkSwitcher.FromAssembly(typeof(Sample).Assembly).Run(args, config);
