namespace MeetUp.Server.Bus;

/// <summary>
/// Tells every instance, this one included. Promises: at most once each, in order from one sender, and publishing never waits.
/// </summary>
internal interface ISessionBus
{
    void Publish(BusMessage message);

    /// <summary>Sets who is told on this instance; called once, before the server listens. Whoever it is must not block.</summary>
    void Subscribe(Action<BusMessage> receive);
}
