using MeetUp.Server.Http;
using MeetUp.Server.Realtime.Rooms;
using MeetUp.Server.Realtime.Socket;
using MeetUp.Server.Realtime.Timing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace MeetUp.Server.Realtime;

internal static class RealtimeRegistration
{
    /// <summary>How much may wait between the server and the kernel before a reader counts as slow; more would only age there.</summary>
    private const int WriteBufferBytes = 16 * 1024;

    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RealtimeOptions, RealtimeOptionsValidator>().BindConfiguration(RealtimeOptions.Section);
        services.Configure<SocketTransportOptions>(options => options.MaxWriteBufferSize = WriteBufferBytes);
        services.AddReaderThreads();
        services.AddMetrics();
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<LiveCounters>();
        services.AddSingleton<TimingWheel>();
        services.AddSingleton<Switchboard>();
        services.AddSingleton<StoredChanges>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<Neighbours>();
        services.AddSingleton<SessionRooms>();
        services.AddSingleton<Endings>();
        services.AddSingleton<Confirmations>();
        services.AddSingleton<FrameDesk>();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        return services;
    }

    public static void MapRealtime(this IEndpointRouteBuilder routes)
    {
        // It listens to the bus from here on, whether or not a feature has asked for it.
        routes.ServiceProvider.GetRequiredService<LiveSessions>();
        routes.ServiceProvider.GetRequiredService<SocketEndpoint>().Map(routes);
    }
}
