using System.Net.Http.Json;
using System.Net.WebSockets;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;

namespace MeetUp.ApiTests.Harness;

/// <summary>What a person does live.</summary>
public static class GuestSockets
{
    /// <summary>Somewhere in Vienna; tests count metres from here.</summary>
    public const double Lat = 48.2;

    public const double Lon = 16.37;

    private const double MetersPerDegree = 111_195;

    /// <summary>Connects with the access token in the header, as apps do, and takes the first frame, which must be the snapshot.</summary>
    public static async Task<SocketProbe> OpenAsync(this Guest guest, Guid sessionId)
    {
        var probe = await guest.KnockAsync(sessionId);
        await probe.NextAsync<SessionSnapshot>();
        Assert.Single(probe.Seen);
        return probe;
    }

    /// <summary>Connects without expecting anything.</summary>
    public static Task<SocketProbe> KnockAsync(this Guest guest, Guid sessionId, Action<ClientWebSocketOptions>? configure = null) =>
        SocketProbe.OpenAsync(guest.Server, $"session_id={sessionId}", options =>
        {
            options.SetRequestHeader("Authorization", $"Bearer {guest.Tokens.AccessToken}");
            configure?.Invoke(options);
        }, guest.Address);

    public static async Task<string> TicketAsync(this Guest guest, Guid sessionId)
    {
        using var response = await guest.PostAsync($"api/v1/sessions/{sessionId}/ws-ticket");
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.SocketTicket))!.Ticket;
    }

    public static async Task<SessionSnapshot> SnapshotAsync(this Guest guest, Guid sessionId) =>
        (await guest.Http.GetFromJsonAsync($"api/v1/sessions/{sessionId}/snapshot", ContractsJson.Default.SessionSnapshot))!;

    public static async Task<ImHereResult> ImHereAsync(this Guest guest, Guid sessionId, bool manual = false)
    {
        using var response = await guest.PostAsync($"api/v1/sessions/{sessionId}/im-here", new ImHere(manual), ContractsJson.Default.ImHere);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.ImHereResult))!;
    }

    public static Task<HttpResponseMessage> SendLocationAsync(this Guest guest, Guid sessionId, LocationUpdate fix) =>
        guest.PostAsync($"api/v1/sessions/{sessionId}/location", fix, ContractsJson.Default.LocationUpdate);

    /// <summary>A fix so many metres north of <see cref="Lat"/>, taken now.</summary>
    public static LocationUpdate FixAt(this MeetUpServer server, double metersNorth, double accuracyM = 5, TimeSpan age = default) =>
        new(Lat + (metersNorth / MetersPerDegree), Lon, accuracyM, server.Now - age);

    /// <summary>Two people in an ACTIVE session, both connected, nothing unread.</summary>
    public static async Task<Pair> PairAsync(this MeetUpServer server)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        var adaProbe = await ada.OpenAsync(session);
        var bobProbe = await bob.OpenAsync(session);
        await adaProbe.NextAsync<PresenceUpdate>(update => update.Status == PresenceStatus.Online);
        return new Pair(ada, bob, session, adaProbe, bobProbe);
    }
}

/// <summary>Two connected people.</summary>
public sealed record Pair(Guest Ada, Guest Bob, Guid Session, SocketProbe AdaSocket, SocketProbe BobSocket) : IAsyncDisposable
{
    /// <summary>Both send a fix, so many metres apart, and both have heard of the other's.</summary>
    public async Task StandAsync(double metersApart, double accuracyM = 5)
    {
        await AdaSocket.SendAsync(Ada.Server.FixAt(0, accuracyM));
        await BobSocket.NextAsync<PeerLocation>();
        await BobSocket.SendAsync(Ada.Server.FixAt(metersApart, accuracyM));
        await AdaSocket.NextAsync<PeerLocation>();
    }

    public async ValueTask DisposeAsync()
    {
        await AdaSocket.DisposeAsync();
        await BobSocket.DisposeAsync();
    }
}
