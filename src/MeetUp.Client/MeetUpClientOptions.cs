using System.Text;
using MeetUp.Contracts.Auth;

namespace MeetUp.Client;

/// <summary>
/// Gives the access token to send, for apps that sign in elsewhere (Supabase, say).
/// </summary>
/// <param name="refused">
/// The token the server has just answered with 401, or null. When given, return a newer one, or null when there is none:
/// the call then fails as <see cref="Contracts.ErrorCodes.Unauthenticated"/>. Never called twice at the same time by one client.
/// </param>
/// <param name="cancellationToken">Ends when the client is disposed.</param>
public delegate ValueTask<string?> AccessTokenProvider(string? refused, CancellationToken cancellationToken);

/// <summary>
/// Everything that can be set on a <see cref="MeetUpClient"/>. Immutable: change a copy with <c>with</c>.
/// </summary>
public sealed record MeetUpClientOptions
{
    /// <summary>Where the server is, such as <c>https://meetup.example/</c>, without <c>api/v1</c>. Must be absolute http or https.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>
    /// Where access tokens come from when another issuer makes them. Null (the default): the client keeps the tokens of
    /// <see cref="MeetUpClient.SignInGuestAsync"/> or <see cref="Tokens"/> and refreshes them by itself.
    /// </summary>
    public AccessTokenProvider? AccessTokenProvider { get; init; }

    /// <summary>Tokens of an earlier sign-in to start with; null to start signed out. Ignored where <see cref="AccessTokenProvider"/> is set.</summary>
    public TokenPair? Tokens { get; init; }

    /// <summary>
    /// Told of every new pair before the call that needed it goes on, so that it can be stored: a refresh token works once, and using a spent one signs the person out everywhere.
    /// Null to keep tokens in memory only.
    /// </summary>
    public Func<TokenPair, CancellationToken, ValueTask>? TokensChanged { get; init; }

    /// <summary>How long one HTTP attempt may take, its retries not counted. Default 15 s; above zero.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long opening a socket may take, up to its first frame. Default 10 s; above zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a control message may wait for a connection before its task fails. Default 15 s; above zero.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a call that is safe to repeat is repeated after a lost connection or a 503. Default 3; 0 turns it off.</summary>
    public int RetryLimit { get; init; } = 3;

    /// <summary>The first ceiling of a random wait; it doubles with every failure. Default 250 ms.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The last ceiling of a random wait, and the longest Retry-After a REST call sits out by itself. Default 20 s.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection must last to make the next loss count as the first. Default 30 s.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a loss the peer still sees this person online, and the session says <see cref="Live.LiveStatus.Grace"/>. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(Contracts.ContractLimits.PresenceGraceSeconds);

    /// <summary>How long a socket may be silent before the client pings. Default 15 s; any frame counts as a sign of life.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after that ping the socket is taken for dead. Default 10 s.</summary>
    public TimeSpan PingDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The oldest a fix offered without a connection may be when there is one again; older ones are dropped. Default 5 s.</summary>
    public TimeSpan OfflineFixLifetime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest time between two fixes on the wire. Default 100 ms, what the server allows.</summary>
    public TimeSpan FixInterval { get; init; } = TimeSpan.FromSeconds(1.0 / Contracts.ContractLimits.UpdatesPerSecond);

    /// <summary>How many unread events a live session keeps in full; see <see cref="Live.LiveSession.ReadEventsAsync"/>. Default 256.</summary>
    public int EventBacklog { get; init; } = 256;

    /// <summary>The <c>User-Agent</c> header. Default <c>MeetUp.Client/</c> and the version.</summary>
    public string UserAgent { get; init; } = "MeetUp.Client/" + typeof(MeetUpClientOptions).Assembly.GetName().Version?.ToString(3);

    /// <summary>The clock and timers to use. Default: the machine's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What sends HTTP, for proxies, certificates or tests; the caller disposes it. Null: a handler of the client's own.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }

    /// <summary>The first option that is out of its range, in words; null when all is well.</summary>
    internal string? Fault() => this switch
    {
        { BaseAddress.IsAbsoluteUri: false } or { BaseAddress.Scheme: not ("http" or "https") } => "BaseAddress must be an absolute http or https address.",
        { RetryLimit: < 0 } => "RetryLimit must not be negative.",
        { EventBacklog: < 1 } => "EventBacklog must be at least 1.",
        _ when BackoffBase <= TimeSpan.Zero || BackoffCap < BackoffBase => "BackoffBase must be above zero and not above BackoffCap.",
        _ when new[] { RequestTimeout, ConnectTimeout, SendTimeout, PingInterval, PingDeadline }.Min() <= TimeSpan.Zero =>
            "RequestTimeout, ConnectTimeout, SendTimeout, PingInterval and PingDeadline must be above zero.",
        _ => null,
    };

    /// <summary>Only what is no secret.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("BaseAddress = ").Append(BaseAddress).Append(", UserAgent = ").Append(UserAgent);
        return true;
    }
}
