namespace MeetUp.Contracts.Realtime;

/// <summary>Every <c>type</c> on the socket.</summary>
public static class FrameTypes
{
    public const string LocationUpdate = "location_update";
    public const string ImHere = "im_here";
    public const string PauseSharing = "pause_sharing";
    public const string ResumeSharing = "resume_sharing";
    public const string EndSession = "end_session";
    public const string Ping = "ping";
    public const string AuthRefresh = "auth_refresh";

    public const string SessionSnapshot = "session_snapshot";
    public const string PeerLocation = "peer_location";
    public const string PresenceUpdate = "presence_update";
    public const string ProximityUpdate = "proximity_update";
    public const string ImHereUpdate = "im_here_update";
    public const string SessionEnded = "session_ended";
    public const string TokenExpiring = "token_expiring";
    public const string Reconnect = "reconnect";
    public const string Pong = "pong";
    public const string Error = "error";
}
