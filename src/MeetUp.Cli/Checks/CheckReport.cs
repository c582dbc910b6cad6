namespace MeetUp.Cli.Checks;

/// <summary>One step of a check.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Result">ok, FAIL or skipped.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="Detail">What was found, or what went wrong.</param>
internal sealed record CheckStep(string Name, string Result, double Ms, string? Detail);

/// <summary>What <c>meetup check</c> found.</summary>
internal sealed record CheckReport(Uri Server, bool Ok, IReadOnlyList<CheckStep> Steps);
