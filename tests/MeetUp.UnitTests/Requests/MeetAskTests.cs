using MeetUp.Contracts.Requests;
using MeetUp.Server.Features.Requests;

namespace MeetUp.UnitTests.Requests;

public sealed class MeetAskTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly Guid Ada = Guid.CreateVersion7(Start);
    private static readonly Guid Bob = Guid.CreateVersion7(Start.AddSeconds(1));

    public static TheoryData<MeetRequestStatus, MeetRequestStatus, string?> Answers() => new()
    {
        { MeetRequestStatus.Pending, MeetRequestStatus.Accepted, null },
        { MeetRequestStatus.Pending, MeetRequestStatus.Rejected, null },
        { MeetRequestStatus.Pending, MeetRequestStatus.Cancelled, null },
        { MeetRequestStatus.Accepted, MeetRequestStatus.Accepted, null },
        { MeetRequestStatus.Accepted, MeetRequestStatus.Rejected, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Accepted, MeetRequestStatus.Cancelled, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Rejected, MeetRequestStatus.Accepted, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Rejected, MeetRequestStatus.Rejected, null },
        { MeetRequestStatus.Rejected, MeetRequestStatus.Cancelled, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Cancelled, MeetRequestStatus.Accepted, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Cancelled, MeetRequestStatus.Rejected, nameof(AnswerRefusal.AlreadyProcessed) },
        { MeetRequestStatus.Cancelled, MeetRequestStatus.Cancelled, null },
        { MeetRequestStatus.Expired, MeetRequestStatus.Accepted, nameof(AnswerRefusal.Expired) },
        { MeetRequestStatus.Expired, MeetRequestStatus.Rejected, nameof(AnswerRefusal.Expired) },
        { MeetRequestStatus.Expired, MeetRequestStatus.Cancelled, nameof(AnswerRefusal.Expired) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_IsAllowedOnceAndRepeatable(MeetRequestStatus status, MeetRequestStatus answer, string? refusal)
    {
        var ask = Ask();
        ask.Status = status;

        Assert.Equal(refusal, ask.Refuses(answer, Start)?.ToString());
    }

    [Theory]
    [InlineData(599, MeetRequestStatus.Pending)]
    [InlineData(600, MeetRequestStatus.Expired)]
    [InlineData(601, MeetRequestStatus.Expired)]
    public void Ask_ExpiresByItself(int seconds, MeetRequestStatus status) =>
        Assert.Equal(status, Ask().StatusAt(Start.AddSeconds(seconds)));

    [Theory]
    [InlineData(MeetRequestStatus.Accepted)]
    [InlineData(MeetRequestStatus.Rejected)]
    [InlineData(MeetRequestStatus.Cancelled)]
    public void Ask_NeverExpires_OnceAnswered(MeetRequestStatus status)
    {
        var ask = Ask();
        ask.Status = status;

        Assert.Equal(status, ask.StatusAt(Start.AddDays(1)));
    }

    [Fact]
    public void PairKey_IsTheSameFromBothSides() =>
        Assert.Equal(
            MeetAsk.New(Ada, Bob, message: null, hidden: false, Start, Lifetime).PairKey,
            MeetAsk.New(Bob, Ada, message: null, hidden: false, Start, Lifetime).PairKey);

    private static MeetAsk Ask() => MeetAsk.New(Ada, Bob, message: null, hidden: false, Start, Lifetime);
}
