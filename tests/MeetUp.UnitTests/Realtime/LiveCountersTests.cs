using System.Diagnostics.Metrics;
using MeetUp.Contracts;
using MeetUp.Contracts.Sessions;

namespace MeetUp.UnitTests.Realtime;

public sealed class LiveCountersTests : IDisposable
{
    private readonly LiveRig _rig = new();
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Counters_CountWhatHappened_WithoutIdsOrPlaces()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == _rig.Counters.Meter)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var tag = tags.Length == 0 ? "" : $"{{{tags[0].Key}={tags[0].Value}}}";
            Assert.InRange(tags.Length, 0, 1);
            _values[instrument.Name + tag] = value;
        });
        listener.Start();

        var ada = _rig.Connect(_rig.AdaId);
        var bob = _rig.Connect(_rig.BobId);
        _rig.SendFix(_rig.AdaId, 0);
        _rig.SendFix(_rig.AdaId, 0);
        bob.Pipe.StopReading();
        for (var i = 0; i < 3; i++)
        {
            _rig.Advance(1);
            _rig.SendFix(_rig.AdaId, 0);
        }

        ada.Pipe.ClientSends(SocketPipe.ClientFrame(0x88, [0x0F, 0xFF]));
        _rig.Live.SessionEnded(_rig.View.SessionId, EndReason.Expired, _rig.Now);
        listener.RecordObservableInstruments();

        Assert.Equal(1, _values["meetup.connections.open"]);
        Assert.Equal(2, _values["meetup.connections.opened"]);
        Assert.Equal(1, _values["meetup.connections.closed{code=1001}"]);
        Assert.Equal(4, _values["meetup.updates.accepted"]);
        Assert.Equal(4, _values["meetup.updates.delivered"]);

        // Of the three after he stopped reading, one is on its way, one waits, and one was replaced.
        Assert.Equal(1, _values["meetup.updates.conflated"]);
        Assert.Equal(1, _values[$"meetup.updates.refused{{reason={LocationRefusals.OutOfOrder}}}"]);
        Assert.Equal(1, _values["meetup.sessions.ended{reason=EXPIRED}"]);
    }
}
