using MeetUp.ApiTests.Harness;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.ApiTests.Sessions;

/// <summary>The server is off while days go by, and sweeps when it is back.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task EndedSessionsAndRequests_GoAfterThirtyDays_AuditStays()
    {
        await using var server = new SmallBatchServer();
        await server.InitializeAsync();
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        for (var number = 0; number < 5; number++)
        {
            var session = await ada.CreateSessionAsync();
            await ada.InviteAsync(session.Id);
            await ada.EndAsync(session.Id);
            await ada.EndAsync(await ada.MeetAsync(bob));
        }

        await server.RestartAsync(off: TimeSpan.FromDays(29));
        await server.SweepAsync();
        await using (var db = server.OpenDb())
        {
            Assert.Equal(10, await db.Sessions.CountAsync());
            Assert.Equal(5, await db.Requests.CountAsync());
            Assert.Equal(0, await db.Invites.CountAsync());
        }

        await server.RestartAsync(off: TimeSpan.FromDays(2));
        await server.SweepAsync();
        await using (var db = server.OpenDb())
        {
            Assert.Equal(0, await db.Sessions.CountAsync());
            Assert.Equal(0, await db.Seats.CountAsync());
            Assert.Equal(0, await db.Requests.CountAsync());
            Assert.NotEqual(0, await db.Audit.CountAsync());
            Assert.Equal(2, await db.Users.CountAsync());
        }

        await server.RestartAsync(off: TimeSpan.FromDays(60));
        await server.SweepAsync();
        await using (var db = server.OpenDb())
        {
            Assert.Equal(0, await db.Audit.CountAsync());
        }
    }

    [Fact]
    public async Task WhatNobodyEnded_ExpiresFirst_AndIsKeptFromThenOn()
    {
        await using var server = new SmallBatchServer();
        await server.InitializeAsync();
        var (ada, bob) = (await server.SignInAsync("ada"), await server.SignInAsync("bob"));
        var live = await ada.MeetAsync(bob);
        var request = await ada.AskAsync(bob);

        await server.RestartAsync(off: TimeSpan.FromDays(29));
        await server.SweepAsync();

        await using var db = server.OpenDb();
        Assert.Equal(EndReason.Expired, (await db.Sessions.SingleAsync(row => row.Id == live)).EndReason);
        Assert.Equal(MeetRequestStatus.Expired, (await db.Requests.SingleAsync(row => row.Id == request.Id)).Status);
    }

    private sealed class SmallBatchServer : MeetUpServer
    {
        public SmallBatchServer() => Set("MeetUp__Sessions__SweepBatchSize", "2");
    }
}
