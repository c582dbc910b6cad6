using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Bus;
using MeetUp.Server.Http;
using MeetUp.Server.Realtime;
using MeetUp.Server.Realtime.Rooms;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.Realtime.Timing;
using MeetUp.Server.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.UnitTests.Realtime;

/// <summary>The live side without a network or a database: one session of Ada and Bob, sockets in memory, a clock moved by hand.</summary>
internal sealed class LiveRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TimingWheel _wheel;
    private readonly SessionRooms _rooms;
    private readonly FrameDesk _desk;

    /// <summary>Its clients answer pings only where a test has them do so, and have for ever for it unless it says otherwise.</summary>
    public LiveRig(SessionStatus status = SessionStatus.Active, int pongSeconds = 1_000_000)
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        _wheel = new TimingWheel(Clock, NullLogger<TimingWheel>.Instance);
        Gate = new FakeGate(Clock);
        Counters = new LiveCounters(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Board = new Switchboard(Clock, _wheel, Counters, Options.Create(new RealtimeOptions { PongSeconds = pongSeconds }), NullLogger<Switchboard>.Instance);
        StoredChanges = new StoredChanges(Gate, Board, NullLogger<StoredChanges>.Instance);
        var bus = new InProcessBus();
        var windows = new InProcessConfirmWindows(Clock);
        var neighbours = new Neighbours(bus, new LoneDirectory(), windows, Clock, NullLogger<Neighbours>.Instance);
        _rooms = new SessionRooms(Board, StoredChanges, new ActivityLog(Board, Gate, NullLogger<ActivityLog>.Instance), neighbours);
        var endings = new Endings(bus, Clock);
        var confirmations = new Confirmations(windows, endings, Clock);
        _desk = new FrameDesk(confirmations, endings, new NoTokens(), Counters, NullLogger<FrameDesk>.Instance);
        Live = new LiveSessions(Board, _rooms, confirmations, windows, bus);
        (AdaId, BobId) = (Guid.CreateVersion7(Clock.GetUtcNow()), Guid.CreateVersion7(Clock.GetUtcNow()));
        View = ViewOf(Guid.CreateVersion7(Clock.GetUtcNow()), status);
    }

    public FakeTimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public FakeGate Gate { get; }

    public LiveCounters Counters { get; }

    public Switchboard Board { get; }

    public StoredChanges StoredChanges { get; }

    public LiveSessions Live { get; }

    public Guid AdaId { get; }

    public Guid BobId { get; }

    /// <summary>The session as the database would tell it.</summary>
    public SessionView View { get; set; }

    public SessionRoom Room => _rooms.For(View);

    public SessionView ViewOf(Guid sessionId, SessionStatus status)
    {
        var ada = new PersonView(AdaId, "Ada", Paused: false, LastSeen: null);
        var bob = new PersonView(BobId, "Bob", Paused: false, LastSeen: null);
        return new SessionView(
            sessionId, status, Now.AddHours(12), null, null, status == SessionStatus.Pending ? [ada] : [ada, bob]);
    }

    /// <summary>Opens a socket, or returns null when the session is over.</summary>
    public RigSocket? TryConnect(Guid userId, DateTimeOffset? tokenExpiresAt = null, SessionView? view = null)
    {
        var pipe = new SocketPipe();
        var connection = new LiveConnection(Board, pipe, pipe);
        var token = new TokenWatch(tokenExpiresAt ?? Now.AddDays(30));
        return _rooms.For(view ?? View).Join(userId, token, connection, _desk) ? new RigSocket(pipe, connection.RunAsync()) : null;
    }

    public RigSocket Connect(Guid userId) => TryConnect(userId) ?? throw new InvalidOperationException("The session is over.");

    public FixOutcome SendFix(Guid userId, double metersNorth) =>
        Live.AcceptFix(View, userId, Encoding.UTF8.GetBytes(FixJson(metersNorth)));

    /// <summary>The payload of a fix so many metres north of where things start, taken now.</summary>
    public string FixJson(double metersNorth) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"lat":{{48 + (metersNorth / 111_195)}},"lon":16.5,"accuracy_m":5,"timestamp":"{{Now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}"}""");

    public string FixFrame(double metersNorth) => $$"""{"type":"location_update","payload":{{FixJson(metersNorth)}}}""";

    public ValueTask<ConfirmOutcome> ConfirmAsync(Guid userId, bool manual = false) =>
        Live.ConfirmAsync(View, userId, manual, CancellationToken.None);

    public SessionSnapshot Snapshot(Guid viewer) => Live.Snapshot(View, viewer);

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits until something that goes on beside the test is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 2_000, "It never came to be.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public void Dispose()
    {
        _wheel.Dispose();
        Counters.Dispose();
        _services.Dispose();
    }

    private sealed class NoTokens : IAccessTokens
    {
        public ValueTask<AccessIdentity?> CheckAsync(string token, CancellationToken cancellationToken) => new((AccessIdentity?)null);
    }
}

/// <summary>An open socket of the rig, from the client's side.</summary>
internal sealed record RigSocket(SocketPipe Pipe, Task Running)
{
    public void Send(string text) => Pipe.ClientSends(text);

    public void Leave() => Pipe.ClientLeaves();

    /// <summary>What came since the last call, without pings.</summary>
    public List<SeenFrame> Take() => Pipe.TakeFrames().FindAll(frame => frame.Opcode is 0x1 or 0x8);

    /// <summary>The frames of that type that came since the last call; all others are dropped.</summary>
    public List<TFrame> Take<TFrame>()
        where TFrame : ServerFrame => [.. Take().Where(frame => frame.Opcode == 0x1).Select(frame => frame.Frame).OfType<TFrame>()];
}

/// <summary>A database that can be away.</summary>
internal sealed class FakeGate(TimeProvider clock) : ISessionGate
{
    private SessionEnd? _end;

    /// <summary>While true every call fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>What was stored, in order.</summary>
    public ConcurrentQueue<string> Stored { get; } = [];

    public int FailedCalls { get; private set; }

    public ValueTask<SessionView?> FindAsync(Guid sessionId, Guid userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SessionEnd?> EndAsync(Guid sessionId, EndReason reason, Guid? actorId, CancellationToken cancellationToken)
    {
        ThrowWhenAway();
        var won = _end is null;
        _end ??= new SessionEnd(Won: true, reason, clock.GetUtcNow());
        Stored.Enqueue($"end {_end.Reason}");
        return new(_end with { Won = won });
    }

    public ValueTask SavePausedAsync(Guid sessionId, Guid userId, bool paused, CancellationToken cancellationToken) => Store(paused ? "pause" : "resume");

    public ValueTask RecordConfirmedAsync(Guid sessionId, Guid userId, bool manual, CancellationToken cancellationToken) =>
        Store(manual ? "confirmed manually" : "confirmed");

    public ValueTask SaveActivityAsync(IReadOnlyList<SeatActivity> activity, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private ValueTask Store(string what)
    {
        ThrowWhenAway();
        Stored.Enqueue(what);
        return ValueTask.CompletedTask;
    }

    private void ThrowWhenAway()
    {
        if (IsAway)
        {
            FailedCalls++;
            throw new IOException("The database is away.");
        }
    }
}
