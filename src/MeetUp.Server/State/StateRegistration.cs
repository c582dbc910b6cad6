using MeetUp.Server.Bus;
using MeetUp.Server.Bus.Redis;
using MeetUp.Server.Ops.Health;
using MeetUp.Server.State.Redis;

namespace MeetUp.Server.State;

internal static class StateRegistration
{
    /// <summary>What instances share: through Redis where <c>REDIS_URL</c> says so, else within the one there is.</summary>
    public static IServiceCollection AddState(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<InProcessTickets>();
        services.AddSingleton<InProcessConfirmWindows>();
        services.AddSingleton<InProcessRateLimits>();
        services.AddSingleton<InProcessIdempotencyStore>();
        return configuration[RedisUrl.Variable] is { Length: > 0 } ? services.AddRedis() : services.AddInProcess();
    }

    /// <summary>Meets the other instances, before anyone is let in.</summary>
    public static async Task StartStateAsync(this IServiceProvider services)
    {
        if (services.GetService<RedisLink>() is { } link)
        {
            await link.StartAsync();
            await services.GetRequiredService<RedisBus>().StartAsync();
            await services.GetRequiredService<InstanceWatch>().StartAsync();
        }
    }

    private static IServiceCollection AddInProcess(this IServiceCollection services)
    {
        services.AddSingleton<ISessionBus, InProcessBus>();
        services.AddSingleton<IDirectory, LoneDirectory>();
        services.AddSingleton<ITickets>(provider => provider.GetRequiredService<InProcessTickets>());
        services.AddSingleton<IConfirmWindows>(provider => provider.GetRequiredService<InProcessConfirmWindows>());
        services.AddSingleton<IRateLimits>(provider => provider.GetRequiredService<InProcessRateLimits>());
        services.AddSingleton<IIdempotencyStore>(provider => provider.GetRequiredService<InProcessIdempotencyStore>());
        return services;
    }

    private static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RedisOptions, RedisOptionsValidator>().BindConfiguration(RedisOptions.Section);
        services.AddSingleton<RedisLink>();
        services.AddSingleton<IDependency>(provider => provider.GetRequiredService<RedisLink>());
        services.AddSingleton<Agreement>();
        services.AddSingleton<InstanceWatch>();
        services.AddSingleton<RedisBus>();
        services.AddSingleton<ISessionBus>(provider => provider.GetRequiredService<RedisBus>());
        services.AddSingleton<IDirectory, RedisDirectory>();
        services.AddSingleton<ITickets, RedisTickets>();
        services.AddSingleton<IConfirmWindows, RedisConfirmWindows>();
        services.AddSingleton<IRateLimits, RedisRateLimits>();
        services.AddSingleton<IIdempotencyStore, RedisIdempotencyStore>();
        return services;
    }
}
