using CsCheck;
using MeetUp.Contracts.Sessions;
using MeetUp.Server.Realtime.Meeting;
using static MeetUp.UnitTests.Fixes.Places;

namespace MeetUp.UnitTests.Meeting;

public sealed class ConfirmWindowTests
{
    private static readonly Guid Ada = Guid.Parse("01890000-0000-7000-8000-00000000000a");
    private static readonly Guid Bob = Guid.Parse("01890000-0000-7000-8000-00000000000b");

    private ConfirmWindow _window;

    [Theory]
    [InlineData(0, true)]
    [InlineData(59.9, true)]
    [InlineData(60, true)]
    [InlineData(60.1, false)]
    public void OtherPerson_Completes_WithinSixtySeconds(double seconds, bool isInTime)
    {
        Assert.Equal(ConfirmStep.Opened, Confirm(Ada, 0));

        Assert.Equal(isInTime ? ConfirmStep.Completed : ConfirmStep.Opened, Confirm(Bob, seconds));
    }

    [Fact]
    public void SamePerson_CountsOnce_AndDoesNotExtendTheWindow()
    {
        Confirm(Ada, 0);
        var expires = _window.ExpiresAt;

        Assert.Equal(ConfirmStep.Repeated, Confirm(Ada, 50));
        Assert.Equal(expires, _window.ExpiresAt);
        Assert.Null(_window.Second);
        Assert.Equal(ConfirmStep.Opened, Confirm(Bob, 61));
    }

    [Fact]
    public void Window_StartsOver_AfterItsTime()
    {
        Confirm(Ada, 0);
        Assert.Equal(Noon.AddSeconds(60), _window.ExpiresAt);

        Assert.Equal(ConfirmStep.Opened, Confirm(Ada, 60.5));
        Assert.Equal((Ada, null), (_window.First, _window.Second));
        Assert.Equal(Noon.AddSeconds(120.5), _window.ExpiresAt);
        Assert.Equal(ConfirmStep.Completed, Confirm(Bob, 120));
    }

    [Theory]
    [InlineData(true, true, EndReason.ProximityReached)]
    [InlineData(true, false, EndReason.ManualConfirm)]
    [InlineData(false, true, EndReason.ManualConfirm)]
    [InlineData(false, false, EndReason.ManualConfirm)]
    public void Reason_IsProximity_OnlyWhenBothWereSeenClose(bool first, bool second, EndReason reason)
    {
        Confirm(Ada, 0, first);
        Confirm(Bob, 1, second);

        Assert.Equal(reason, _window.Reason);
    }

    [Fact]
    public void RepeatedConfirmation_ChangesNothing_NotEvenTheReason()
    {
        Confirm(Ada, 0);
        Confirm(Ada, 1, close: false);
        Confirm(Bob, 2);

        Assert.Equal(EndReason.ProximityReached, _window.Reason);
        Assert.Equal(ConfirmStep.Repeated, Confirm(Bob, 3, close: false));
        Assert.Equal(ConfirmStep.Repeated, Confirm(Ada, 3, close: false));
        Assert.Equal(EndReason.ProximityReached, _window.Reason);
    }

    [Fact]
    public void OldWindow_TaintsNothing_OfTheNext()
    {
        Confirm(Ada, 0, close: false);
        Confirm(Ada, 61);
        Confirm(Bob, 62);

        Assert.Equal(EndReason.ProximityReached, _window.Reason);
    }

    [Fact]
    public void FreshWindow_IsClosed()
    {
        Assert.False(_window.IsOpenAt(Noon));
        Assert.False(_window.IsOpenAt(DateTimeOffset.MinValue));
    }

    /// <summary>However often and in whatever order they press, a window completes once, and only by the two of them.</summary>
    [Fact]
    public void Window_CompletesOnce_ByBoth_InTime() =>
        Gen.Select(Gen.Bool, Gen.Double[0, 40]).Array[1, 60].Sample(presses =>
        {
            var window = new ConfirmWindow();
            var (seconds, openedAt, openedBy, isComplete) = (0.0, 0.0, Guid.Empty, false);
            foreach (var (isAda, pause) in presses)
            {
                seconds += pause;
                var who = isAda ? Ada : Bob;
                switch (window.Confirm(who, close: true, Noon.AddSeconds(seconds)))
                {
                    case ConfirmStep.Opened:
                        Assert.True(openedBy == Guid.Empty || seconds - openedAt > 59.999);
                        (openedAt, openedBy, isComplete) = (seconds, who, false);
                        break;
                    case ConfirmStep.Completed:
                        Assert.False(isComplete);
                        Assert.NotEqual(openedBy, who);
                        Assert.True(seconds - openedAt < 60.001);
                        isComplete = true;
                        break;
                    default:
                        Assert.True(isComplete || openedBy == who);
                        break;
                }
            }
        });

    private ConfirmStep Confirm(Guid userId, double seconds, bool close = true) => _window.Confirm(userId, close, Noon.AddSeconds(seconds));
}
