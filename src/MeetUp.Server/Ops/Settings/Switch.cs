namespace MeetUp.Server.Ops.Settings;

/// <summary>On or off, as written in the environment.</summary>
internal enum Switch
{
    On,
    Off,
}
