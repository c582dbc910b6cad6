using MeetUp.Server.Realtime.Socket;

namespace MeetUp.UnitTests.Realtime;

public sealed class SocketLimitTests
{
    [Theory]
    [InlineData("Max open files            20000                20000                files", 1_000_000, 19_500)]
    [InlineData("Max open files            20000                20000                files", 100, 100)]
    [InlineData("Max open files            unlimited            unlimited            files", 7_000, 7_000)]
    [InlineData("Max open files            256                  256                  files", 1_000, 1)]
    [InlineData("Max processes             10                   10                   processes", 1_000, 1_000)]
    public void Limit_LeavesRoomForFilesAndRest(string line, int configured, int expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Limit                     Soft Limit           Hard Limit           Units\n" + line + "\n");
            Assert.Equal(expected, SocketLimit.Of(configured, file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Limit_IsTheConfiguredOne_WhereTheSystemDoesNotTell() => Assert.Equal(12, SocketLimit.Of(12, "/no/such/file"));
}
