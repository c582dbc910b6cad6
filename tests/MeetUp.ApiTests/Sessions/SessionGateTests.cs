using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Sessions;

/// <summary>The seam the realtime side works through, against a real database.</summary>
public sealed class SessionGateTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ISessionGate Gate => server.Gate;

    [Fact]
    public async Task Find_KnowsBothPeople_AndNobodyElse()
    {
        var (ada, bob, eve) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"), await server.SignInAsync("eve"));
        var id = await ada.MeetAsync(bob);

        var view = await Gate.FindAsync(id, bob.Id, CancellationToken.None);

        Assert.Equal((id, SessionStatus.Active, null, null), (view!.SessionId, view.Status, view.EndReason, view.EndedAt));
        Assert.Equal(
            [new PersonView(ada.Id, "ada", Paused: false, LastSeen: null), new PersonView(bob.Id, "bob", Paused: false, LastSeen: null)],
            view.Participants);
        Assert.Null(await Gate.FindAsync(id, eve.Id, CancellationToken.None));
        Assert.Null(await Gate.FindAsync(Guid.CreateVersion7(server.Now), ada.Id, CancellationToken.None));
    }

    [Fact]
    public async Task End_HasOneWinner_AndEverybodyElseGetsItsEnd()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var id = await ada.MeetAsync(bob);
        var reasons = new[] { EndReason.ProximityReached, EndReason.ManualConfirm, EndReason.UserAction, EndReason.Expired };

        var ends = await Task.WhenAll(reasons.Concat(reasons).Select(async reason =>
            (Asked: reason, End: (await Gate.EndAsync(id, reason, ada.Id, CancellationToken.None))!))).WaitAsync(Patience);

        var (asked, won) = Assert.Single(ends, end => end.End.Won);
        Assert.Equal(asked, won.Reason);
        Assert.All(ends, end => Assert.Equal(asked, end.End.Reason));
        Assert.All(ends, end => Assert.Equal(won.EndedAt.ToUnixTimeMilliseconds(), end.End.EndedAt.ToUnixTimeMilliseconds()));
        await using var db = server.OpenDb();
        var audit = await db.Audit.SingleAsync(row => row.Type == AuditEvents.SessionEnded && row.SessionId == id);
        Assert.Equal(asked.ToString(), audit.Reason!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        Assert.Null(await Gate.EndAsync(Guid.CreateVersion7(server.Now), EndReason.Expired, actorId: null, CancellationToken.None));
    }

    [Fact]
    public async Task Pause_IsStoredAndAuditedOnce_UntilItEnds()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var id = await ada.MeetAsync(bob);

        await Gate.SavePausedAsync(id, ada.Id, paused: true, CancellationToken.None);
        await Gate.SavePausedAsync(id, ada.Id, paused: true, CancellationToken.None);

        Assert.Equal([true, false], (await Gate.FindAsync(id, bob.Id, CancellationToken.None))!.Participants.Select(person => person.Paused));
        await Gate.SavePausedAsync(id, ada.Id, paused: false, CancellationToken.None);
        Assert.Equal([AuditEvents.SharingPaused, AuditEvents.SharingResumed], await AuditAsync(id, "sharing_"));
    }

    [Fact]
    public async Task Confirmation_IsAudited()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var id = await ada.MeetAsync(bob);

        await Gate.RecordConfirmedAsync(id, ada.Id, manual: false, CancellationToken.None);
        await Gate.RecordConfirmedAsync(id, bob.Id, manual: true, CancellationToken.None);

        await using var db = server.OpenDb();
        var rows = await db.Audit.Where(row => row.SessionId == id && row.Type == AuditEvents.ImHereConfirmed).ToListAsync();
        Assert.Null(Assert.Single(rows, row => row.ActorId == ada.Id).Reason);
        Assert.Equal("MANUAL", Assert.Single(rows, row => row.ActorId == bob.Id).Reason);
    }

    [Fact]
    public async Task Activity_OnlyEverMovesForward()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var id = await ada.MeetAsync(bob);
        var later = DateTimeOffset.FromUnixTimeMilliseconds(server.Now.ToUnixTimeMilliseconds() + 5_000);

        await Gate.SaveActivityAsync([new(id, ada.Id, later), new(id, bob.Id, later.AddSeconds(-9))], CancellationToken.None);
        await Gate.SaveActivityAsync([new(id, ada.Id, later.AddSeconds(-1))], CancellationToken.None);

        var seen = await ada.SessionAsync(id);
        Assert.Equal([later, later.AddSeconds(-9)], seen.Participants.Select(person => person.LastSeen!.Value));
        await using var db = server.OpenDb();
        Assert.Equal(later, (await db.Sessions.SingleAsync(session => session.Id == id)).ActiveAt);
    }

    private async Task<List<string>> AuditAsync(Guid sessionId, string prefix)
    {
        await using var db = server.OpenDb();
        var rows = await db.Audit.Where(row => row.SessionId == sessionId).OrderBy(row => row.Id).ToListAsync();
        return [.. rows.Select(row => row.Type).Where(type => type.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
