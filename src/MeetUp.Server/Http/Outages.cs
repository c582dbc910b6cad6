using System.Net.Sockets;
using MeetUp.Server.Data;
using StackExchange.Redis;

namespace MeetUp.Server.Http;

/// <summary>Tells what is away for now from what is a bug of ours.</summary>
internal static class Outages
{
    public static bool IsOutage(Exception exception, IServiceProvider services)
    {
        var db = services.GetService<MeetUpDb>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or SocketException or RedisException || db?.IsOutage(cause) is true)
            {
                return true;
            }
        }

        return false;
    }
}
