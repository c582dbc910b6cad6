using BareRelay;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
if (builder.Configuration.GetValue<bool>("Tuned"))
{
    builder.Services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
}

var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes());
app.MapGet("/ws", new Relay().ServeAsync);
await app.RunAsync();
