using Spectre.Console;

namespace MeetUp.Cli.CommandLine;

/// <summary>Where a command writes, and the clock it runs by. Tests bring their own.</summary>
/// <param name="Out">Results, for people and pipes.</param>
/// <param name="Error">One line when it fails.</param>
/// <param name="Screen">For tables that redraw themselves; null when the output is not a terminal.</param>
/// <param name="Time">Clock and timers.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole? Screen, TimeProvider Time)
{
    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, Console.IsOutputRedirected ? null : AnsiConsole.Console, TimeProvider.System);

    public void Line(string text = "") => Out.WriteLine(text);
}
