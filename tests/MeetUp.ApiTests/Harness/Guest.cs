using MeetUp.Contracts.Auth;

namespace MeetUp.ApiTests.Harness;

/// <summary>Someone signed in, with what they can do spelled as they would say it.</summary>
public sealed class Guest(MeetUpServer server, TokenPair tokens)
{
    public Guid Id => Tokens.User.Id;

    public string Name => Tokens.User.DisplayName;

    public TokenPair Tokens { get; } = tokens;

    public MeetUpServer Server { get; } = server;

    /// <summary>Sends this person's bearer token.</summary>
    public HttpClient Http { get; } = server.ClientWith(tokens.AccessToken);
}
