using MeetUp.ApiTests.Harness;
using MeetUp.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Sessions;

public sealed class AuditTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Meeting_LeavesATrailOfWhoDidWhat()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);
        var sessionId = (await bob.AcceptAsync(request)).SessionId;
        await bob.AcceptAsync(request);
        await ada.EndAsync(sessionId);
        await bob.EndAsync(sessionId);

        Assert.Equal(
            [
                (AuditEvents.RequestAccepted, bob.Id, request.Id, null),
                (AuditEvents.RequestCreated, ada.Id, request.Id, null),
                (AuditEvents.SessionActivated, bob.Id, request.Id, null),
                (AuditEvents.SessionCreated, bob.Id, request.Id, null),
                (AuditEvents.SessionEnded, ada.Id, null, "USER_ACTION"),
            ],
            await TrailAsync(sessionId, request.Id));
    }

    [Fact]
    public async Task Invitation_LeavesATrailOfWhoDidWhat()
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var session = await ada.CreateSessionAsync();
        await bob.RedeemAsync(await ada.InviteAsync(session.Id));

        await using var db = server.OpenDb();
        var inviteId = (await db.Invites.SingleAsync(invite => invite.SessionId == session.Id)).Id;
        Assert.Equal(
            [
                (AuditEvents.InviteCreated, ada.Id, inviteId, null),
                (AuditEvents.InviteRedeemed, bob.Id, inviteId, null),
                (AuditEvents.SessionActivated, bob.Id, null, null),
                (AuditEvents.SessionCreated, ada.Id, null, null),
            ],
            await TrailAsync(session.Id, inviteId));
    }

    [Theory]
    [InlineData("reject", AuditEvents.RequestRejected)]
    [InlineData("cancel", AuditEvents.RequestCancelled)]
    public async Task Closing_IsAuditedOnce(string verb, string type)
    {
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var request = await ada.AskAsync(bob);
        var who = verb == "reject" ? bob : ada;
        for (var times = 0; times < 2; times++)
        {
            using var response = await who.PostAsync($"api/v1/requests/{request.Id}/{verb}");
        }

        Assert.Contains((type, (Guid?)who.Id, (Guid?)request.Id, null), await TrailAsync(request.Id, request.Id));
        await using var db = server.OpenDb();
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Type == type && row.SubjectId == request.Id));
    }

    /// <summary>By type, since everything happened at the one moment of a clock that stands still.</summary>
    private async Task<List<(string Type, Guid? Actor, Guid? Subject, string? Reason)>> TrailAsync(Guid sessionId, Guid subjectId)
    {
        await using var db = server.OpenDb();
        var rows = await db.Audit.Where(row => row.SessionId == sessionId || row.SubjectId == subjectId).ToListAsync();
        return [.. rows.OrderBy(row => row.Type, StringComparer.Ordinal).Select(row => (row.Type, row.ActorId, row.SubjectId, row.Reason))];
    }
}
