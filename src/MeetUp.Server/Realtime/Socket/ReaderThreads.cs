using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace MeetUp.Server.Realtime.Socket;

/// <summary>
/// Whoever learns from the system that bytes are there also reads, checks and forwards them, and no other thread is woken: without this,
/// handing an update from thread to thread costs more than all that is done with it. The price is that nothing may block such a thread;
/// see <see cref="Http.OffReaders"/>.
/// </summary>
internal static class ReaderThreads
{
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static IServiceCollection AddReaderThreads(this IServiceCollection services)
    {
        // The runtime offers no other way. It is for the whole process, so only where the process is ours and nobody has set it.
        if (System.Reflection.Assembly.GetEntryAssembly() == typeof(ReaderThreads).Assembly && Environment.GetEnvironmentVariable(Inline) is null)
        {
            Environment.SetEnvironmentVariable(Inline, "1");
        }

        return services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
    }
}
