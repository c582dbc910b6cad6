using System.Globalization;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>
/// How many sockets the process can hold and still open files and answer REST: the configured number, or 500 below its limit of open files.
/// </summary>
internal static class SocketLimit
{
    private const int Reserve = 500;

    public static int Of(int configured, string? limitsFile = "/proc/self/limits")
    {
        try
        {
            var line = File.Exists(limitsFile)
                ? File.ReadLines(limitsFile).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal))
                : null;
            var soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
                ? Math.Clamp(files - Reserve, 1, configured)
                : configured;
        }
        catch (IOException)
        {
            // Not told is not limited; the system then says no by itself.
            return configured;
        }
    }
}
