using System.Collections.Concurrent;
using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.Cli.Simulation;

/// <summary>
/// One simulated person: their live session, their fixes, and what comes back. Goes on over HTTP when someone else takes the seat,
/// such as a debug page opened with the same token.
/// </summary>
internal sealed class Walker : IAsyncDisposable
{
    /// <summary>Fixes that got lost are not waited for much longer than this many others.</summary>
    private const int MostUnanswered = 200;

    private readonly MeetUpClient _client;
    private readonly TimeProvider _time;
    private readonly LiveSession _live;
    private readonly ConcurrentDictionary<DateTimeOffset, long> _sentAt = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private Task _posting = Task.CompletedTask;
    private int _sent;
    private int _refused;

    public Walker(string name, MeetUpClient client, Guid sessionId, TimeProvider time)
    {
        Name = name;
        _client = client;
        _time = time;
        _live = client.JoinLive(sessionId);
        _listening = Task.Run(ListenAsync);
    }

    public string Name { get; }

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Fixes of the other that arrived here.</summary>
    public int Received { get; private set; }

    public int Refused => Volatile.Read(ref _refused);

    /// <summary>What the server last refused, such as IMPOSSIBLE_SPEED.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>From the other's hands to here, for the newest fix.</summary>
    public TimeSpan? Latency { get; private set; }

    public LiveStatus Status => _live.Status;

    public LiveView? View => _live.View;

    public LiveEnd? End => _live.Completion.IsCompletedSuccessfully ? _live.Completion.Result : null;

    public DateTimeOffset ServerNow => _live.ServerNow;

    /// <summary>Whether someone else has this person's seat now.</summary>
    public bool Replaced => End is { CloseCode: CloseCodes.Replaced } or { Code: ErrorCodes.ConnectionReplaced };

    /// <summary>The other one, to tell how long fixes take. Set before the first fix.</summary>
    public Walker? Peer { get; set; }

    public void Send(LocationUpdate fix)
    {
        if (_sentAt.Count > MostUnanswered)
        {
            _sentAt.Clear();
        }

        _sentAt[fix.Timestamp] = _time.GetTimestamp();
        if (_live.Offer(fix))
        {
            Interlocked.Increment(ref _sent);
        }
        else if (Replaced && _posting.IsCompleted)
        {
            Interlocked.Increment(ref _sent);
            _posting = PostAsync(fix);
        }
    }

    public Task ImHereAsync(CancellationToken cancellationToken) =>
        Replaced ? _client.ImHereAsync(_live.SessionId, manual: false, cancellationToken) : _live.ImHereAsync(manual: false, cancellationToken);

    /// <summary>What a socket would have said, for when nobody here has one.</summary>
    public Task<SessionSnapshot> AskAsync(CancellationToken cancellationToken) => _client.GetSnapshotAsync(_live.SessionId, cancellationToken);

    public async Task EndAsync(CancellationToken cancellationToken) => await _client.EndSessionAsync(_live.SessionId, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync();
        await _stop.CancelAsync();
        await _listening;
        await _posting;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        await foreach (var happened in _live.ReadEventsAsync(CancellationToken.None))
        {
            switch (happened)
            {
                case LiveEvent.FrameReceived { Frame: PeerLocation fix }:
                    Received++;
                    if (Peer is { } peer && peer._sentAt.TryRemove(fix.Timestamp, out var sentAt))
                    {
                        Latency = _time.GetElapsedTime(sentAt);
                    }

                    break;
                case LiveEvent.FrameReceived { Frame: ErrorFrame error }:
                    Refuse(error.Reason ?? error.Code);
                    break;
            }
        }
    }

    private async Task PostAsync(LocationUpdate fix)
    {
        try
        {
            await _client.SendFixAsync(_live.SessionId, fix, _stop.Token);
        }
        catch (MeetUpException refused)
        {
            Refuse(refused.Problem?.Reason ?? refused.Code ?? "no answer");
        }
        catch (OperationCanceledException)
        {
            // Leaving.
        }
    }

    private void Refuse(string why)
    {
        Interlocked.Increment(ref _refused);
        LastRefusal = why;
    }
}
