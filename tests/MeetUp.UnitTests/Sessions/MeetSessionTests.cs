using CsCheck;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Features.Sessions;

namespace MeetUp.UnitTests.Sessions;

public sealed class MeetSessionTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    private static readonly TimeSpan Alone = TimeSpan.FromMinutes(15);
    private static readonly Guid Ada = Guid.CreateVersion7(Start);
    private static readonly Guid Bob = Guid.CreateVersion7(Start.AddSeconds(1));

    [Theory]
    [InlineData(7_200, 899, false)]
    [InlineData(7_200, 900, true)]
    [InlineData(600, 599, false)]
    [InlineData(600, 600, true)]
    public void Pending_IsOverdueByItsLimitOrByBeingAlone(int lifetimeSeconds, int seconds, bool overdue)
    {
        var session = MeetSession.Open(Ada, Start, TimeSpan.FromSeconds(lifetimeSeconds));

        Assert.Equal(overdue, session.IsOverdue(Start.AddSeconds(seconds), Alone));
    }

    [Theory]
    [InlineData(7_199, false)]
    [InlineData(7_200, true)]
    public void Active_IsOverdueByItsLimitOnly(int seconds, bool overdue) =>
        Assert.Equal(overdue, MeetSession.Between(Ada, Bob, Start).IsOverdue(Start.AddSeconds(seconds), Alone));

    [Fact]
    public void Ended_IsNeverOverdue()
    {
        var session = MeetSession.Between(Ada, Bob, Start);
        session.Status = SessionStatus.Ended;

        Assert.False(session.IsOverdue(Start.AddDays(9), Alone));
        Assert.False(session.IsLive);
    }

    [Fact]
    public void Between_SeatsTwoPeopleInOrder()
    {
        var session = MeetSession.Between(Bob, Ada, Start);

        Assert.Equal([(1, Bob), (2, Ada)], session.Seats.Select(seat => (seat.Number, seat.UserId)));
        Assert.Equal((SessionStatus.Active, Start, MeetSession.PairKeyOf(Ada, Bob)), (session.Status, session.ActivatedAt, session.PairKey));
        Assert.True(session.Has(Ada));
        Assert.False(session.Has(Guid.Empty));
    }

    [Fact]
    public void PairKey_KnowsThePairWhateverTheOrder() =>
        Gen.Select(Gen.Guid, Gen.Guid, Gen.Guid).Sample((one, other, third) =>
            MeetSession.PairKeyOf(one, other) == MeetSession.PairKeyOf(other, one)
            && (third == other || MeetSession.PairKeyOf(one, other) != MeetSession.PairKeyOf(one, third))
            && MeetSession.PairKeyOf(one, other).Length == 64);
}
