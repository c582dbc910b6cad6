using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using MeetUp.Contracts.Requests;
using MeetUp.Server.Data;
using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Features.Requests;

/// <summary>The list of a person's requests, page by page.</summary>
internal static class RequestListing
{
    public static async Task<Results<Ok<MeetRequestPage>, ProblemHttpResult>> ListAsync(
        string? direction, string? status, string? cursor, [Range(1, PageCursor.MaxLimit)] int? limit,
        ClaimsPrincipal caller, MeetUpDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Towards(db.RequestsOf(caller.UserId), caller.UserId, direction) is not { } directed)
        {
            return Problems.ValidationFailed("direction", "incoming or outgoing.");
        }

        if (InStatus(directed, status, now) is not { } asks)
        {
            return Problems.ValidationFailed("status", "PENDING, ACCEPTED, REJECTED, CANCELLED or EXPIRED.");
        }

        if (!PageCursor.TryRead(cursor, out var after))
        {
            return Problems.ValidationFailed("cursor", "Not a cursor of an earlier page.");
        }

        if (after is var (at, id))
        {
            asks = asks.Where(ask => ask.CreatedAt < at || (ask.CreatedAt == at && ask.Id < id));
        }

        var size = limit ?? PageCursor.DefaultLimit;
        var rows = await asks
            .OrderByDescending(ask => ask.CreatedAt).ThenByDescending(ask => ask.Id)
            .Take(size + 1).ToListAsync(cancellationToken);
        var page = rows.Take(size).ToList();
        var next = rows.Count > size ? new PageCursor(page[^1].CreatedAt, page[^1].Id).ToString() : null;
        return TypedResults.Ok(new MeetRequestPage(await db.ShowAsync(page, now, cancellationToken), next));
    }

    private static IQueryable<MeetAsk>? Towards(IQueryable<MeetAsk> asks, Guid userId, string? direction) => direction switch
    {
        null => asks,
        "incoming" => asks.Where(ask => ask.ToUserId == userId),
        "outgoing" => asks.Where(ask => ask.FromUserId == userId),
        _ => null,
    };

    private static IQueryable<MeetAsk>? InStatus(IQueryable<MeetAsk> asks, string? status, DateTimeOffset now) => status switch
    {
        null => asks,
        "PENDING" => asks.Where(ask => ask.Status == MeetRequestStatus.Pending && ask.ExpiresAt > now),
        "ACCEPTED" => asks.Where(ask => ask.Status == MeetRequestStatus.Accepted),
        "REJECTED" => asks.Where(ask => ask.Status == MeetRequestStatus.Rejected),
        "CANCELLED" => asks.Where(ask => ask.Status == MeetRequestStatus.Cancelled),
        "EXPIRED" => asks.Where(ask =>
            ask.Status == MeetRequestStatus.Expired || (ask.Status == MeetRequestStatus.Pending && ask.ExpiresAt <= now)),
        _ => null,
    };
}
