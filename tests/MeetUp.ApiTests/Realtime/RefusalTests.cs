using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Realtime;

namespace MeetUp.ApiTests.Realtime;

/// <summary>Who may not come in, and how they learn why.</summary>
public sealed class RefusalTests(MeetUpServer server) : IClassFixture<MeetUpServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("session_id=")]
    [InlineData("session_id=1")]
    [InlineData("session_id={01890a5d-ac96-774b-bcce-b302099a8057}")]
    public async Task Socket_Closes4400_WithoutASessionId(string query)
    {
        await using var probe = await SocketProbe.OpenAsync(server, query);
        await ExpectRefusalAsync(probe, CloseCodes.BadRequest, ErrorCodes.InvalidPayload);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&token=nonsense")]
    [InlineData("&ticket=nonsense")]
    [InlineData("&ticket=")]
    public async Task Socket_Closes4401_WithoutCredentials(string query)
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();
        await using var probe = await SocketProbe.OpenAsync(server, $"session_id={session.Id}{query}");
        await ExpectRefusalAsync(probe, CloseCodes.Unauthenticated, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Socket_Closes4404_ForSomeoneElsesSession_AsForNone()
    {
        var (ada, eve) = (await server.SignInAsync("ada"), await server.SignInAsync("eve"));
        var session = await ada.CreateSessionAsync();
        await using var foreign = await eve.KnockAsync(session.Id);
        await using var unknown = await eve.KnockAsync(Guid.CreateVersion7(server.Now));

        Assert.Equal(
            await ExpectRefusalAsync(foreign, CloseCodes.NotFound, ErrorCodes.NotFound),
            await ExpectRefusalAsync(unknown, CloseCodes.NotFound, ErrorCodes.NotFound));
    }

    [Fact]
    public async Task Socket_Closes4410_WhenTheSessionHasEnded()
    {
        var ada = await server.SignInAsync("ada");
        var session = await ada.CreateSessionAsync();
        await ada.EndAsync(session.Id);
        await using var probe = await ada.KnockAsync(session.Id);
        await ExpectRefusalAsync(probe, CloseCodes.SessionEnded, ErrorCodes.SessionNotActive);
    }

    [Fact]
    public async Task Socket_OpensWithAnyOfTheFourCredentials()
    {
        var ada = await server.SignInAsync("ada");
        var session = (await ada.CreateSessionAsync()).Id;
        var token = ada.Tokens.AccessToken;

        await using var byHeader = await ada.KnockAsync(session);
        await byHeader.NextAsync<SessionSnapshot>();
        Assert.Null(byHeader.Subprotocol);
        await using var byQuery = await SocketProbe.OpenAsync(server, $"session_id={session}&token={token}");
        await byQuery.NextAsync<SessionSnapshot>();
        await using var byTicket = await SocketProbe.OpenAsync(server, $"session_id={session}&ticket={await ada.TicketAsync(session)}");
        await byTicket.NextAsync<SessionSnapshot>();
        await using var byProtocol = await SocketProbe.OpenAsync(server, $"session_id={session}", options =>
        {
            options.AddSubProtocol("meetup.v1");
            options.AddSubProtocol($"bearer.{token}");
        });
        var snapshot = await byProtocol.NextAsync<SessionSnapshot>();
        Assert.Equal("meetup.v1", byProtocol.Subprotocol);
        Assert.Equal(ada.Id, snapshot.You);
    }

    [Fact]
    public async Task Address_Answers426_ToWhatIsNoSocket()
    {
        var problem = await Refusal.AssertAsync(server.Anonymous.GetAsync("api/v1/ws/meetup?session_id=1"), 426, ErrorCodes.InvalidPayload);
        Assert.NotNull(problem.Detail);
    }

    [Fact]
    public async Task Socket_Closes1013_WhenTheServerIsFull()
    {
        await using var small = new SmallServer();
        await small.InitializeAsync();
        var (ada, bob) = (await small.SignInAsync("ada"), await small.SignInAsync("bob"));
        var session = await ada.MeetAsync(bob);
        await using var first = await ada.OpenAsync(session);
        await using var second = await bob.KnockAsync(session);
        await ExpectRefusalAsync(second, CloseCodes.Overloaded, ErrorCodes.Unavailable);

        await first.CloseAsync();
        await second.DisposeAsync();
        await using var third = await KnockUntilServedAsync(bob, session);
    }

    /// <summary>The server counts a socket until it has seen it go, which takes it a moment.</summary>
    private static async Task<SocketProbe> KnockUntilServedAsync(Guest guest, Guid session)
    {
        for (var i = 0; ; i++)
        {
            var probe = await guest.KnockAsync(session);
            if (await probe.NextAsync<ServerFrame>() is SessionSnapshot)
            {
                return probe;
            }

            await probe.DisposeAsync();
            Assert.True(i < 500, "There was never room again.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static async Task<string> ExpectRefusalAsync(SocketProbe probe, int closeCode, string code)
    {
        var error = await probe.NextAsync<ErrorFrame>();
        Assert.Single(probe.Seen);
        Assert.Equal(code, error.Code);
        await probe.ExpectCloseAsync(closeCode);
        return error.Message;
    }

    private sealed class SmallServer : MeetUpServer
    {
        public SmallServer() => Set("MEETUP__REALTIME__MAXCONNECTIONS", "1");

        /// <summary>The limit is each instance's own.</summary>
        protected override bool HasTwoInstances => false;
    }
}
