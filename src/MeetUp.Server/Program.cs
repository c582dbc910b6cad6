using MeetUp.Contracts;
using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Invites;
using MeetUp.Server.Features.Requests;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Ops;
using MeetUp.Server.Realtime;

var builder = WebApplication.CreateSlimBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<DataDirectory>();
builder.Services.AddProblemDetails();
builder.Services.AddValidation();
builder.Services.AddOpenApi();
builder.Services.ConfigureHttpJsonOptions(options => ContractsJson.Apply(options.SerializerOptions));
builder.Services.AddData();
builder.Services.AddAuth();
builder.Services.AddRequests();
builder.Services.AddSessions();
builder.Services.AddInvites();
builder.Services.AddRealtime();

var app = builder.Build();

app.UseAuthentication();
app.UseAuthorization();

var api = app.MapGroup("/api/v1");
api.MapAuth();
api.MapRealtime();

var signedIn = api.MapGroup("").RequireAuthorization();
signedIn.MapUsers();
signedIn.MapRequests();
signedIn.MapSessions();
signedIn.MapLive();
signedIn.MapInvites();

if (!DocumentBuild.IsRunning)
{
    await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
}

await app.RunAsync();

/// <summary>Named so that tests can host it.</summary>
internal sealed partial class Program;
