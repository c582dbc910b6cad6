namespace MeetUp.Server.Bus;

/// <summary>
/// Speaks to other instances. Promises: at most once each, in order from one sender to one receiver, and neither call waits.
/// What is said while the bus is down is lost.
/// </summary>
internal interface ISessionBus
{
    /// <summary>Tells every instance, this one included and first.</summary>
    void Publish(BusMessage message);

    /// <summary>Tells one other instance.</summary>
    void Send(string instanceId, BusMessage message);

    /// <summary>Sets who is told on this instance; called once, before the server listens. Whoever it is must not block.</summary>
    void Subscribe(Action<BusMessage> receive);
}
