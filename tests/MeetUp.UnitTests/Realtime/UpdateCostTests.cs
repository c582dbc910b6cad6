using System.Globalization;
using System.Text;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Realtime;

public sealed class UpdateCostTests : IDisposable
{
    private const int WarmUp = 2_000;
    private const int Measured = 1_000;

    private readonly LiveRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Update_AllocatesNothing_FromItsBytesToThePeersStream()
    {
        var room = _rig.Room;
        var ada = room.Find(_rig.AdaId)!;
        var bob = _rig.Connect(_rig.BobId);

        // Too far away for a change of band, which is news and costs a frame.
        _rig.SendFix(_rig.BobId, 5_000);
        bob.Pipe.BeDeaf();
        var frames = Enumerable.Range(1, WarmUp + Measured).Select(FrameOf).ToArray();
        for (var i = 0; i < WarmUp; i++)
        {
            Take(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = WarmUp; i < WarmUp + Measured; i++)
        {
            Take(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(WarmUp + Measured, _rig.Snapshot(_rig.AdaId).Participants[0].Location!.Seq);

        void Take(int i)
        {
            if (room.TakeUpdate(ada, ClientFrameParser.Parse(frames[i]), _rig.Now.AddMilliseconds(100 * (i + 1))).Code is { } code)
            {
                Assert.Fail(code);
            }
        }
    }

    private byte[] FrameOf(int i) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"location_update","payload":{"lat":{{{48 + (i * 0.000001)}}},"lon":16.5,"accuracy_m":5,"timestamp":"{{{_rig.Now.AddMilliseconds(100 * i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}"}}"""));
}
