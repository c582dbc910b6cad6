using MeetUp.Cli.CommandLine;

return await MeetUpCommand.RunAsync(args, Terminal.OfProcess());
