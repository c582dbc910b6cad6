namespace MeetUp.Server.Ops.Settings;

/// <summary>The server cannot start, and its operator can do something about it: the message is the one line they get.</summary>
internal sealed class StartException(string message) : Exception(message);
