using MeetUp.Server.Data;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Features.Blocks;
using MeetUp.Server.Features.Invites;
using MeetUp.Server.Features.Requests;
using MeetUp.Server.Features.Sessions;
using MeetUp.Server.Features.Users;
using MeetUp.Server.Http;
using MeetUp.Server.Ops;
using MeetUp.Server.Realtime;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddListening();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<DataDirectory>();
builder.Services.AddHttpConventions();
builder.Services.AddOps();
builder.Services.AddData();
builder.Services.AddAuth();
builder.Services.AddUsers();
builder.Services.AddBlocks();
builder.Services.AddRequests();
builder.Services.AddSessions();
builder.Services.AddInvites();
builder.Services.AddRealtime();

var app = builder.Build();

app.UseHttpConventions();
app.UseAuthentication();
app.UseAuthorization();

var api = app.MapGroup("/api/v1");
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

return await app.RunOrSayWhyAsync();

/// <summary>Named so that tests can host it.</summary>
internal sealed partial class Program;
