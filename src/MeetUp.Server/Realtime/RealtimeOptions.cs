using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Realtime;

/// <summary>What may be set about the socket. What clients rely on by contract is in <see cref="Contracts.ContractLimits"/> instead.</summary>
internal sealed class RealtimeOptions
{
    public const string Section = "MeetUp:Realtime";

    /// <summary>How many sockets may be open at once. The process's limit of open files, less 500, caps it further.</summary>
    [Range(1, 10_000_000)]
    public int MaxConnections { get; set; } = 1_000_000;

    /// <summary>How often the server pings every socket, in seconds.</summary>
    [Range(1, 3600)]
    public int PingSeconds { get; set; } = 25;

    /// <summary>How long a ping may go unanswered before the connection counts as dead, in seconds.</summary>
    [Range(1, 600)]
    public int PongSeconds { get; set; } = 10;

    /// <summary>How long a client may leave what it was sent unread before it is closed with 4408, in seconds.</summary>
    [Range(1, 3600)]
    public int SlowReaderSeconds { get; set; } = 30;

    /// <summary>How long the server goes on reading after its close frame, so that a reset cannot swallow it, in seconds.</summary>
    [Range(1, 30)]
    public int CloseSeconds { get; set; } = 2;

    /// <summary>How long opening a socket may wait for the database before it is refused with 1013, in seconds.</summary>
    [Range(1, 60)]
    public int JoinSeconds { get; set; } = 2;

    /// <summary>The longest a stopping server takes to tell everyone to reconnect elsewhere, in seconds.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; } = 20;

    /// <summary>How many sockets a second a stopping server sends away; with few of them it is done long before <see cref="DrainSeconds"/>.</summary>
    [Range(1, 100_000)]
    public int DrainPerSecond { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>;
