using System.CommandLine;
using System.Text.Json;
using MeetUp.Cli.CommandLine;
using MeetUp.Cli.People;
using MeetUp.Client;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Users;

namespace MeetUp.Cli.Seeding;

/// <summary><c>meetup token</c>: a guest's tokens, new or refreshed.</summary>
internal static class TokenCommand
{
    public static Command Build(Terminal terminal)
    {
        var url = SharedOptions.Url();
        var json = new Option<bool>("--json") { Description = "Print the whole answer, with the refresh token." };
        var name = new Option<string>("--name") { Description = "The guest's name, 1–64 characters.", DefaultValueFactory = _ => "Guest" };
        var refresh = new Option<string?>("--refresh") { Description = "A refresh token to exchange instead; it works once.", HelpName = "token" };
        var command = new Command("token", "Sign a guest in and print the access token.") { url, name, refresh, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var tokens = await GetAsync(
                parsed.GetValue(url)!, parsed.GetValue(name)!, parsed.GetValue(refresh), terminal.Time, cancellationToken);
            terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(tokens, ContractsJson.Default.TokenPair) : tokens.AccessToken);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<TokenPair> GetAsync(Uri server, string name, string? refresh, TimeProvider time, CancellationToken cancellationToken)
    {
        var spent = refresh is null ? null : new TokenPair("", "bearer", 0, refresh, new PersonRef(Guid.Empty, ""));
        using var client = new MeetUpClient(Pair.Options(server, time) with { Tokens = spent });
        return spent is null
            ? await client.SignInGuestAsync(name, cancellationToken)
            : await client.RefreshTokensAsync(cancellationToken);
    }
}
