using System.Text.Json;
using System.Text.Json.Serialization;
using MeetUp.Cli.Checks;
using MeetUp.Cli.Configuration;
using MeetUp.Cli.Load;
using MeetUp.Cli.Seeding;
using MeetUp.Contracts;
using MeetUp.Contracts.Settings;

namespace MeetUp.Cli.CommandLine;

/// <summary>What the command line itself writes and keeps: its own JSON, spelled like the contract's.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(SeedState))]
[JsonSerializable(typeof(SeedResult))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(ConfigReport))]
[JsonSerializable(typeof(IReadOnlyList<Setting>))]
internal sealed partial class CliJson : JsonSerializerContext;
