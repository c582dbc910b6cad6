using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using MeetUp.Contracts;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Harness;

/// <summary>Someone signed in, with what they can do spelled as they would say it.</summary>
public sealed class Guest(MeetUpServer server, TokenPair tokens, Uri? at = null)
{
    public Guid Id => Tokens.User.Id;

    public string Name => Tokens.User.DisplayName;

    public TokenPair Tokens { get; } = tokens;

    public MeetUpServer Server { get; } = server;

    /// <summary>The instance this person reaches.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>Sends this person's bearer token.</summary>
    public HttpClient Http { get; } = server.ClientWith(tokens.AccessToken, at ?? server.NextAddress());

    public Task<MeetRequest> AskAsync(Guest other, string? message = null) =>
        PostAsync(
            "api/v1/requests", new CreateMeetRequest(other.Id, message), ContractsJson.Default.CreateMeetRequest, ContractsJson.Default.MeetRequest);

    public async Task<RequestAccepted> AcceptAsync(MeetRequest request)
    {
        using var response = await Http.PostAsync($"api/v1/requests/{request.Id}/accept", content: null);
        return await ReadAsync(response, ContractsJson.Default.RequestAccepted);
    }

    /// <summary>Asks, is accepted, and returns the ACTIVE session of the two.</summary>
    public async Task<Guid> MeetAsync(Guest other) => (await other.AcceptAsync(await AskAsync(other))).SessionId;

    /// <summary>Opens a PENDING session.</summary>
    public Task<Session> CreateSessionAsync(int? expiresIn = null) =>
        PostAsync("api/v1/sessions", new CreateSession(expiresIn), ContractsJson.Default.CreateSession, ContractsJson.Default.Session);

    /// <summary>The token of a fresh invite to a session this person is in.</summary>
    public async Task<string> InviteAsync(Guid sessionId)
    {
        using var response = await Http.PostAsync($"api/v1/sessions/{sessionId}/invites", content: null);
        return (await ReadAsync(response, ContractsJson.Default.Invite)).InviteToken;
    }

    public Task<RedeemedInvite> RedeemAsync(string token) =>
        PostAsync("api/v1/invite/redeem", new InviteTokenBody(token), ContractsJson.Default.InviteTokenBody, ContractsJson.Default.RedeemedInvite);

    public async Task<Session> SessionAsync(Guid sessionId) =>
        (await Http.GetFromJsonAsync($"api/v1/sessions/{sessionId}", ContractsJson.Default.Session))!;

    public async Task EndAsync(Guid sessionId)
    {
        using var response = await Http.DeleteAsync($"api/v1/sessions/{sessionId}");
        response.EnsureSuccessStatusCode();
    }

    public async Task BlockAsync(Guest other)
    {
        using var response = await Http.PutAsync($"api/v1/users/{other.Id}/block", content: null);
        response.EnsureSuccessStatusCode();
    }

    public async Task UnblockAsync(Guest other)
    {
        using var response = await Http.DeleteAsync($"api/v1/users/{other.Id}/block");
        response.EnsureSuccessStatusCode();
    }

    private async Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType)
    {
        using var response = await Http.PostAsJsonAsync(path, body, bodyType);
        return await ReadAsync(response, answerType);
    }

    private static async Task<TAnswer> ReadAsync<TAnswer>(HttpResponseMessage response, JsonTypeInfo<TAnswer> type)
    {
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync(type))!;
    }
}
