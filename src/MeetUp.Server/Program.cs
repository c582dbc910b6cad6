using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Invites;
using MeetUp.Server.Features.Requests;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;
using MeetUp.Server.Http.Limits;
using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Health;
using MeetUp.Server.Ops.Settings;
using MeetUp.Server.Realtime;
using MeetUp.Server.State;
using MeetUp.Server.Web;

if (args is [HealthProbe.Word])
{
    return await HealthProbe.RunAsync();
}

try
{
    var builder = WebApplication.CreateSlimBuilder(ServerArguments.Of(args));

    builder.AddOps();
    builder.Services.AddHttp();
    builder.Services.AddData(builder.Configuration);
    builder.Services.AddState(builder.Configuration);
    builder.Services.AddAuth();
    builder.Services.AddUsers();
    builder.Services.AddBlocks();
    builder.Services.AddRequests();
    builder.Services.AddSessions();
    builder.Services.AddInvites();
    builder.Services.AddRealtime();
    builder.Services.AddWeb();

    var app = builder.Build();

    app.UseHttp();
    app.UseWeb();

    var api = app.MapGroup("/api/v1").WithLimit(Limit.Overall).OffReadersAfterBody();
    app.MapPublicKeys();
    api.MapAuth();
    api.MapRealtime();

    var signedIn = api.MapGroup("").RequireAuthorization();
    signedIn.MapUsers();
    signedIn.MapBlocks();
    signedIn.MapRequests();
    signedIn.MapSessions();
    signedIn.MapLive();
    signedIn.MapInvites();

    app.MapOps();

    await app.PrepareAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.LineOf(exception) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}

/// <summary>Named so that tests can host it.</summary>
internal sealed partial class Program;
