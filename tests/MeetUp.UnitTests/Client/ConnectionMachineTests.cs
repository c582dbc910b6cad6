using CsCheck;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using static MeetUp.Client.Live.ConnectionEvent;

namespace MeetUp.UnitTests.Client;

public sealed class ConnectionMachineTests
{
    private static readonly TimeSpan Asked = TimeSpan.FromMilliseconds(1500);

    /// <summary>Status and attempt, event → status, attempt, next try ("-" none, "now", "wait 1500", "step 2", "5000 + step 0").</summary>
    public static TheoryData<LiveStatus, int, string, LiveStatus, int, string> Table => new()
    {
        { LiveStatus.Connecting, 0, "opened", LiveStatus.Live, 0, "-" },
        { LiveStatus.Connecting, 0, "failed", LiveStatus.Connecting, 1, "step 0" },
        { LiveStatus.Connecting, 3, "failed", LiveStatus.Connecting, 4, "step 3" },
        { LiveStatus.Connecting, 0, "failed after 5s", LiveStatus.Connecting, 1, "5000 + step 0" },
        { LiveStatus.Connecting, 0, "failed 4404", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Connecting, 0, "failed 4410", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Connecting, 0, "failed 1013", LiveStatus.Connecting, 1, "step 0" },
        { LiveStatus.Connecting, 2, "grace over", LiveStatus.Connecting, 2, "-" },
        { LiveStatus.Connecting, 0, "lost 1006", LiveStatus.Connecting, 0, "-" },
        { LiveStatus.Connecting, 0, "over", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 1006", LiveStatus.Grace, 1, "now" },
        { LiveStatus.Live, 0, "lost 1001", LiveStatus.Grace, 1, "now" },
        { LiveStatus.Live, 1, "lost 1006", LiveStatus.Grace, 2, "step 1" },
        { LiveStatus.Live, 7, "lost 1006 healthy", LiveStatus.Grace, 1, "now" },
        { LiveStatus.Live, 0, "lost 1013", LiveStatus.Grace, 1, "step 0" },
        { LiveStatus.Live, 0, "lost 4408", LiveStatus.Grace, 1, "step 0" },
        { LiveStatus.Live, 0, "lost 4429", LiveStatus.Grace, 1, "step 0" },
        { LiveStatus.Live, 0, "lost 1012", LiveStatus.Grace, 1, "now" },
        { LiveStatus.Live, 0, "lost 1000", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 4400", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 4401", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 4404", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 4409", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 0, "lost 4410", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Live, 1, "opened", LiveStatus.Live, 1, "-" },
        { LiveStatus.Live, 1, "failed", LiveStatus.Live, 1, "-" },
        { LiveStatus.Live, 1, "grace over", LiveStatus.Live, 1, "-" },
        { LiveStatus.Live, 1, "over", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Grace, 1, "opened", LiveStatus.Live, 1, "-" },
        { LiveStatus.Grace, 1, "failed", LiveStatus.Grace, 2, "step 1" },
        { LiveStatus.Grace, 1, "failed 4401", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Grace, 1, "grace over", LiveStatus.Reconnecting, 1, "-" },
        { LiveStatus.Grace, 1, "over", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Reconnecting, 5, "opened", LiveStatus.Live, 5, "-" },
        { LiveStatus.Reconnecting, 5, "failed", LiveStatus.Reconnecting, 6, "step 5" },
        { LiveStatus.Reconnecting, 5, "grace over", LiveStatus.Reconnecting, 5, "-" },
        { LiveStatus.Reconnecting, 5, "over", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Ended, 0, "opened", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Ended, 0, "failed", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Ended, 0, "lost 1006", LiveStatus.Ended, 0, "-" },
        { LiveStatus.Ended, 0, "grace over", LiveStatus.Ended, 0, "-" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Machine_FollowsTheTable(LiveStatus status, int attempt, string happened, LiveStatus nextStatus, int nextAttempt, string next)
    {
        var (state, retry) = ConnectionMachine.Next(new ConnectionState(status, attempt), Read(happened));

        Assert.Equal(nextStatus, state.Status);
        Assert.Equal(nextAttempt, state.Attempt);
        Assert.Equal(next, Write(retry));
    }

    [Fact]
    public void Reconnect_ObeysTheServersDelay_AndOnlyOnce()
    {
        var (asked, nothing) = ConnectionMachine.Next(new ConnectionState(LiveStatus.Live), new AskedToReconnect(Asked));
        var (lost, retry) = ConnectionMachine.Next(asked, new Lost(CloseCodes.Restarting, WasHealthy: true));
        var (again, _) = ConnectionMachine.Next(lost, new Opened());
        var (_, second) = ConnectionMachine.Next(again, new Lost(CloseCodes.Abnormal, WasHealthy: true));

        Assert.Null(nothing);
        Assert.Equal(LiveStatus.Live, asked.Status);
        Assert.Equal("wait 1500", Write(retry));
        Assert.Equal("now", Write(second));
    }

    [Fact]
    public void Machine_NeverStrands_WhateverHappens()
    {
        var events = Gen.OneOf(
            [.. new[] { "opened", "failed", "failed after 5s", "lost 1006", "lost 1006 healthy", "lost 1012", "lost 4429", "grace over", "asked" }
                .Select(Gen.Const)]);
        events.Array[0, 40].Sample(story =>
        {
            // A try is always either under way (trying), planned (retry) or not needed (live).
            var state = ConnectionMachine.Start;
            foreach (var happened in story)
            {
                var before = state;
                (state, var retry) = ConnectionMachine.Next(state, Read(happened));
                var gaveUpATry = (before.Status is LiveStatus.Live && state.Status is not LiveStatus.Live)
                    || (happened.StartsWith("failed", StringComparison.Ordinal) && before.Status is not LiveStatus.Live);
                Assert.Equal(gaveUpATry, retry is not null);
                Assert.NotEqual(LiveStatus.Ended, state.Status);
            }
        });
    }

    private static ConnectionEvent Read(string text) => text.Split(' ') switch
    {
        ["opened"] => new Opened(),
        ["failed"] => new ConnectFailed(),
        ["failed", "after", "5s"] => new ConnectFailed(RetryAfter: TimeSpan.FromSeconds(5)),
        ["failed", var code] => new ConnectFailed(int.Parse(code)),
        ["lost", var code] => new Lost(int.Parse(code), WasHealthy: false),
        ["lost", var code, "healthy"] => new Lost(int.Parse(code), WasHealthy: true),
        ["grace", "over"] => new GraceOver(),
        ["asked"] => new AskedToReconnect(Asked),
        ["over"] => new Over(),
        _ => throw new ArgumentException(text, nameof(text)),
    };

    private static string Write(Retry? retry) => retry switch
    {
        null => "-",
        { Minimum.Ticks: 0, BackoffStep: null } => "now",
        { BackoffStep: null } wait => $"wait {wait.Minimum.TotalMilliseconds}",
        { Minimum.Ticks: 0 } step => $"step {step.BackoffStep}",
        { } both => $"{both.Minimum.TotalMilliseconds} + step {both.BackoffStep}",
    };
}
