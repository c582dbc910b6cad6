using MeetUp.Contracts;

namespace MeetUp.Server.Realtime.Fixes;

/// <summary>Why a fix was not accepted, in the order of the checks.</summary>
internal enum FixRefusal
{
    CoordinatesOutOfBounds,
    AccuracyOutOfRange,
    TimestampOutOfRange,
    OutOfOrder,
    ImpossibleSpeed,
}

/// <summary>Refusals as clients read them.</summary>
internal static class FixRefusalTexts
{
    /// <summary>One of <see cref="LocationRefusals"/>.</summary>
    public static string ToReason(this FixRefusal refusal) => refusal switch
    {
        FixRefusal.CoordinatesOutOfBounds => LocationRefusals.CoordinatesOutOfBounds,
        FixRefusal.AccuracyOutOfRange => LocationRefusals.AccuracyOutOfRange,
        FixRefusal.TimestampOutOfRange => LocationRefusals.TimestampOutOfRange,
        FixRefusal.OutOfOrder => LocationRefusals.OutOfOrder,
        _ => LocationRefusals.ImpossibleSpeed,
    };

    /// <summary>One sentence for a person; never a place.</summary>
    public static string ToMessage(this FixRefusal refusal) => refusal switch
    {
        FixRefusal.CoordinatesOutOfBounds => "lat must be within ±90 and lon within ±180 degrees.",
        FixRefusal.AccuracyOutOfRange => "accuracy_m must be within 0.1 and 100 metres.",
        FixRefusal.TimestampOutOfRange => "timestamp must be within five minutes of the server's clock.",
        FixRefusal.OutOfOrder => "timestamp must be after that of your last accepted fix.",
        _ => "The distance to your last accepted fix would take more than 300 km/h.",
    };
}
