namespace MeetUp.Server.Bus;

/// <summary>The bus of a server that is its only instance: whoever publishes delivers.</summary>
internal sealed class InProcessBus : ISessionBus
{
    private Action<BusMessage>? _receive;

    public void Publish(BusMessage message) => _receive?.Invoke(message);

    public void Send(string instanceId, BusMessage message) =>
        throw new InvalidOperationException("There is no other instance.");

    public void Subscribe(Action<BusMessage> receive) => _receive = receive;
}
