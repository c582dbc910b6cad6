using MeetUp.ApiTests.Harness;
using MeetUp.Client;
using MeetUp.Client.Live;
using MeetUp.Contracts.Realtime;
using Microsoft.Extensions.Time.Testing;

namespace MeetUp.ApiTests.Client;

/// <summary>Ada and Bob in an ACTIVE session, each with the SDK; Ada's line goes through a proxy. The SDK's clock moves by hand, apart from the server's.</summary>
internal sealed class SdkPair : IAsyncDisposable
{
    private readonly MeetUpServer _server;

    private SdkPair(MeetUpServer server)
    {
        _server = server;
        Line = new TcpProxy(server.Address);
        Clock = new FakeTimeProvider(server.Now);
        AdaClient = new MeetUpClient(Options(Line.Address));
        BobClient = new MeetUpClient(Options(server.Address));
    }

    public TcpProxy Line { get; }

    public FakeTimeProvider Clock { get; }

    public MeetUpClient AdaClient { get; }

    public MeetUpClient BobClient { get; }

    public LiveSession Ada { get; private set; } = null!;

    public LiveSession Bob { get; private set; } = null!;

    public static async Task<SdkPair> MeetAsync(MeetUpServer server)
    {
        var pair = new SdkPair(server);
        await pair.AdaClient.SignInGuestAsync("ada");
        await pair.BobClient.SignInGuestAsync("bob");
        var session = await pair.AdaClient.CreateSessionAsync();
        var invite = await pair.AdaClient.CreateInviteAsync(session.Id);
        await pair.BobClient.RedeemInviteAsync(invite.InviteToken);
        pair.Ada = pair.AdaClient.JoinLive(session.Id);
        pair.Bob = pair.BobClient.JoinLive(session.Id);
        await pair.UntilAsync(() => pair.Ada.Status is LiveStatus.Live && pair.Bob.Status is LiveStatus.Live);
        return pair;
    }

    /// <summary>A fix so many metres north of a fixed place, of the server's now.</summary>
    public LocationUpdate At(double metersNorth) => _server.FixAt(metersNorth);

    public async Task UntilAsync(Func<bool> done, TimeSpan? step = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(60), "It never came to that.");
            Clock.Advance(step ?? TimeSpan.FromMilliseconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var leaving = Task.WhenAll(Ada.DisposeAsync().AsTask(), Bob.DisposeAsync().AsTask());
        await UntilAsync(() => leaving.IsCompleted, TimeSpan.FromMilliseconds(100));
        AdaClient.Dispose();
        BobClient.Dispose();
        await Line.DisposeAsync();
    }

    private MeetUpClientOptions Options(Uri address) => new() { BaseAddress = address, TimeProvider = Clock };
}
