using MeetUp.Cli.CommandLine;

namespace MeetUp.Cli;

/// <summary>In a namespace, so that tests which know the server's <c>Program</c> too can tell them apart.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => MeetUpCommand.RunAsync(arguments, Terminal.OfProcess());
}
