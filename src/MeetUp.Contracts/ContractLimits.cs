namespace MeetUp.Contracts;

/// <summary>The numbers both sides rely on. Units are in the names.</summary>
public static class ContractLimits
{
    public const int MaxBodyBytes = 64 * 1024;
    public const int MaxFrameBytes = 4 * 1024;
    public const int MaxDisplayNameLength = 64;
    public const int MaxRequestMessageLength = 200;
    public const int MinSearchLength = 2;
    public const int MaxSearchRows = 20;
    public const int MinSessionSeconds = 900;
    public const int MaxSessionSeconds = 86_400;
    public const int DefaultSessionSeconds = 7_200;
    public const double MinAccuracyMeters = 0.1;
    public const double MaxAccuracyMeters = 100;
    public const double MaxSpeedKilometersPerHour = 300;
    public const int MaxClockSkewSeconds = 300;
    public const int UpdatesPerSecond = 10;
    public const double HereMeters = 50;
    public const double NearlyThereMeters = 100;
    public const double GettingCloseMeters = 200;

    /// <summary>A band is left only this far beyond its edge.</summary>
    public const double BandHysteresisMeters = 10;

    /// <summary>How old a fix may be, by <c>received_at</c>, to count for <c>can_confirm</c>.</summary>
    public const int ConfirmFixAgeSeconds = 30;

    public const int ConfirmWindowSeconds = 60;
    public const int FixLifetimeSeconds = 120;
    public const int PresenceGraceSeconds = 10;
    public const int InviteLifetimeSeconds = 900;
    public const int TicketLifetimeSeconds = 20;
}
