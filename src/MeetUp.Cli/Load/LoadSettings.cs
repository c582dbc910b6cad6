namespace MeetUp.Cli.Load;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Server">Where.</param>
/// <param name="Sessions">Pairs of people.</param>
/// <param name="RatePerSecond">Fixes a second of each person.</param>
/// <param name="Seconds">How long to measure.</param>
/// <param name="WarmUpSeconds">How long to send before that.</param>
/// <param name="MostLossPercent">Above it the run fails.</param>
internal sealed record LoadSettings(Uri Server, int Sessions, double RatePerSecond, double Seconds, double WarmUpSeconds, double MostLossPercent);
