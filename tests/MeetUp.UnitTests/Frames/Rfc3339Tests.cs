using System.Text;
using CsCheck;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Frames;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-05-01T12:00:00Z", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01t12:00:00z", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01T17:30:00+05:30", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01T00:30:00-11:30", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01T12:00:00+00:00", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01T12:00:00-00:00", "2026-05-01T12:00:00.000Z")]
    [InlineData("2026-05-01T12:00:00+23:59", "2026-04-30T12:01:00.000Z")]
    [InlineData("2024-02-29T00:15:00+01:00", "2024-02-28T23:15:00.000Z")]
    [InlineData("2026-05-01T12:00:00.5Z", "2026-05-01T12:00:00.500Z")]
    [InlineData("2026-05-01T12:00:00.123Z", "2026-05-01T12:00:00.123Z")]
    [InlineData("2026-05-01T12:00:00.123400Z", "2026-05-01T12:00:00.1234Z")]
    [InlineData("2026-05-01T12:00:00.123456+02:00", "2026-05-01T10:00:00.123456Z")]
    [InlineData("2026-05-01T12:00:00.12345678999Z", "2026-05-01T12:00:00.1234567Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void Time_IsTheSameInstant_InUtc(string sent, string written)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(sent), out var time));

        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(written, Write(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-05-01")]
    [InlineData("2026-05-01T12:00Z")]
    [InlineData("2026-05-01T12:00+05:30")]
    [InlineData("2026-05-01T12:00:00")]
    [InlineData("2026-05-01T12:00:00.123")]
    [InlineData("2026-05-01 12:00:00Z")]
    [InlineData("2026-05-01T12:00:00 Z")]
    [InlineData(" 2026-05-01T12:00:00Z")]
    [InlineData("2026-05-01T12:00:00Z ")]
    [InlineData("2026-05-01T12:00:00ZZ")]
    [InlineData("2026-05-01T12:00:00.Z")]
    [InlineData("2026-05-01T12:00:00,5Z")]
    [InlineData("2026-05-01T12:00:00+0530")]
    [InlineData("2026-05-01T12:00:00+05")]
    [InlineData("2026-05-01T12:00:00+5:30")]
    [InlineData("2026-05-01T12:00:00+24:00")]
    [InlineData("2026-05-01T12:00:00+05:60")]
    [InlineData("2026-05-01T12:00:60Z")]
    [InlineData("2026-05-01T12:60:00Z")]
    [InlineData("2026-05-01T24:00:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-00-01T12:00:00Z")]
    [InlineData("2026-05-00T12:00:00Z")]
    [InlineData("0000-05-01T12:00:00Z")]
    [InlineData("+2026-05-01T12:00:00Z")]
    [InlineData("20260501T120000Z")]
    [InlineData("2026-05-01T1２:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void Time_IsRefused_UnlessItIsRfc3339WithAnOffset(string text) => Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Instant_SurvivesARoundTrip() =>
        Gen.Long[0, DateTime.MaxValue.Ticks].Sample(ticks =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero);
            return Rfc3339.TryParse(Encoding.UTF8.GetBytes(Write(time)), out var read) && read == time;
        });

    [Theory]
    [InlineData("2026-05-01T12:00:00.1239999Z", "2026-05-01T12:00:00.123Z")]
    [InlineData("2026-05-01T12:00:00Z", "2026-05-01T12:00:00.000Z")]
    public void ServersOwnTime_HasExactlyMilliseconds(string time, string written)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(time), out var instant));
        var bytes = new byte[Rfc3339.MaxLength];

        Assert.Equal(written, Encoding.UTF8.GetString(bytes, 0, Rfc3339.WriteMillis(bytes, instant)));
    }

    private static string Write(DateTimeOffset time)
    {
        var bytes = new byte[Rfc3339.MaxLength];
        return Encoding.UTF8.GetString(bytes, 0, Rfc3339.WriteInstant(bytes, time));
    }
}
