using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MeetUp.Client;
using MeetUp.Cli.Checks;
using MeetUp.Cli.Configuration;
using MeetUp.Cli.Load;
using MeetUp.Cli.Seeding;
using MeetUp.Cli.Simulation;

namespace MeetUp.Cli.CommandLine;

/// <summary>The <c>meetup</c> command: its parts, and the promise that every failure is one line on stderr and a code that is not 0.</summary>
internal static class MeetUpCommand
{
    /// <summary>How long Ctrl-C leaves a command to end its session.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Build(terminal).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            return Fail(terminal, parsed.Errors[0].Message + $" See: {Name(parsed)} --help", ExitCodes.Usage);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = CleanUpTime,
                    Output = terminal.Out,
                    Error = terminal.Error,
                },
                cancellationToken);
        }
        catch (CliFailure failure)
        {
            return Fail(terminal, failure.Message, failure.ExitCode);
        }
        catch (MeetUpException refused)
        {
            var failure = CliFailure.From(refused);
            return Fail(terminal, failure.Message, failure.ExitCode);
        }
        catch (OperationCanceledException)
        {
            return Fail(terminal, "Cancelled.", ExitCodes.Cancelled);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, wrong.Message, ExitCodes.Usage);
        }
    }

    private static RootCommand Build(Terminal terminal) => new("Tools for a MeetUp server: sample people, simulated walks, load and checks.")
    {
        SeedCommand.Build(terminal),
        TokenCommand.Build(terminal),
        SimulateCommand.Build(terminal),
        LoadCommand.Build(terminal),
        CheckCommand.Build(terminal),
        ConfigCommand.Build(terminal),
    };

    /// <summary>As typed: the names of the commands from the root to the one that was meant.</summary>
    private static string Name(ParseResult parsed)
    {
        var name = "";
        for (var command = parsed.CommandResult; command?.Command is not (null or RootCommand); command = command.Parent as CommandResult)
        {
            name = $" {command.Command.Name}{name}";
        }

        return "meetup" + name;
    }

    private static int Fail(Terminal terminal, string message, int exitCode)
    {
        terminal.Error.WriteLine("meetup: " + message.ReplaceLineEndings(" "));
        return exitCode;
    }
}
