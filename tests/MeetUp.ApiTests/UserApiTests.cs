using System.Net;
using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;

namespace MeetUp.ApiTests;

public sealed class UserApiTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Fact]
    public async Task Me_IsTheGuestWhoSignedIn()
    {
        var ada = await server.SignInAsync("  Ada ");

        var me = await ada.Http.GetFromJsonAsync("api/v1/users/me", ContractsJson.Default.OwnUser);

        Assert.Equal("Ada", me!.DisplayName);
        Assert.Equal(ada.Id, me.Id);
        Assert.False(me.Discoverable);
    }

    [Fact]
    public async Task Me_Is401_WithoutAToken()
    {
        using var response = await server.Anonymous.GetAsync("api/v1/users/me");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        var problem = await response.Content.ReadFromJsonAsync(ContractsJson.Default.Problem);
        Assert.Equal(ErrorCodes.Unauthenticated, problem!.Code);
    }
}
