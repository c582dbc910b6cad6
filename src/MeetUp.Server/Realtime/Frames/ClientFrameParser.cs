using System.Text.Json;
using System.Text.Unicode;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// Understands what a client sent. Promises: never throws, whatever the bytes; allocates nothing for a well-formed frame.
/// Members may come in any order; unknown ones are ignored; of one given twice the last counts; null is the same as absent.
/// </summary>
internal static class ClientFrameParser
{
    /// <summary>Deep enough for any client's extra members, and shallow enough for the reader to keep its stack in a register.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>A frame, <c>{type, payload}</c>.</summary>
    public static ParsedFrame Parse(ReadOnlySpan<byte> utf8) => Parse(utf8, isBarePayload: false);

    /// <summary>The payload of a <c>location_update</c> on its own, as it is sent over HTTP.</summary>
    public static ParsedFrame ParsePayload(ReadOnlySpan<byte> utf8) => Parse(utf8, isBarePayload: true);

    private static ParsedFrame Parse(ReadOnlySpan<byte> utf8, bool isBarePayload)
    {
        var members = new FrameMembers { Kind = isBarePayload ? FrameKind.LocationUpdate : FrameKind.Malformed };

        // The reader looks into strings only where they are compared, so bytes that are no text would pass unseen.
        if (!Utf8.IsValid(utf8))
        {
            return new ParsedFrame(members.Kind, FrameError.NotJson);
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            if (isBarePayload)
            {
                members.CollectBarePayload(ref reader);
                return JudgeLocation(utf8, members);
            }

            members.CollectFrame(ref reader);
            return Judge(utf8, members);
        }
        catch (JsonException)
        {
            return new ParsedFrame(isBarePayload ? FrameKind.LocationUpdate : FrameKind.Malformed, FrameError.NotJson);
        }
    }

    private static ParsedFrame Judge(ReadOnlySpan<byte> utf8, scoped in FrameMembers members)
    {
        if (!members.HasType)
        {
            return new ParsedFrame(FrameKind.Malformed, FrameError.Type);
        }

        if (members.Kind == FrameKind.Unknown)
        {
            return new ParsedFrame(FrameKind.Unknown, FrameError.UnknownType);
        }

        var isPayloadRequired = members.Kind is FrameKind.LocationUpdate or FrameKind.AuthRefresh;
        var isPayloadMissing = members.Payload is JsonTokenType.None or JsonTokenType.Null;
        if (isPayloadMissing ? isPayloadRequired : members.Payload != JsonTokenType.StartObject)
        {
            return new ParsedFrame(members.Kind, FrameError.Payload);
        }

        return members.Kind switch
        {
            FrameKind.LocationUpdate => JudgeLocation(utf8, members),
            FrameKind.ImHere => JudgeImHere(utf8, members),
            FrameKind.EndSession when !members.Reason.IsMissing && !members.Reason.IsString => new(members.Kind, FrameError.Reason),
            FrameKind.AuthRefresh => JudgeAuthRefresh(utf8, members),
            _ => new(utf8, members),
        };
    }

    private static ParsedFrame JudgeLocation(ReadOnlySpan<byte> utf8, scoped in FrameMembers members)
    {
        if (!members.Lat.TryGetNumber(utf8, out var lat))
        {
            return new(members.Kind, FrameError.Lat);
        }

        if (!members.Lon.TryGetNumber(utf8, out var lon))
        {
            return new(members.Kind, FrameError.Lon);
        }

        if (!members.AccuracyM.TryGetNumber(utf8, out var accuracyM))
        {
            return new(members.Kind, FrameError.AccuracyM);
        }

        if (!members.Timestamp.TryGetTime(utf8, out var timestamp))
        {
            return new(members.Kind, FrameError.Timestamp);
        }

        if (!TryGetOptional(members.HeadingDeg, utf8, out var headingDeg) || headingDeg is < 0 or >= 360)
        {
            return new(members.Kind, FrameError.HeadingDeg);
        }

        if (!TryGetOptional(members.SpeedMps, utf8, out var speedMps) || speedMps < 0)
        {
            return new(members.Kind, FrameError.SpeedMps);
        }

        return new(utf8, members, new Fix(lat, lon, accuracyM, timestamp, headingDeg, speedMps));
    }

    private static ParsedFrame JudgeImHere(ReadOnlySpan<byte> utf8, scoped in FrameMembers members)
    {
        var manual = false;
        return members.Manual.IsMissing || members.Manual.TryGetBoolean(out manual)
            ? new(utf8, members, manual: manual)
            : new(members.Kind, FrameError.Manual);
    }

    private static ParsedFrame JudgeAuthRefresh(ReadOnlySpan<byte> utf8, scoped in FrameMembers members)
    {
        Span<byte> buffer = stackalloc byte[ContractLimits.MaxFrameBytes];
        return members.Token.TryGetAscii(utf8, buffer, out var token) && !token.IsEmpty
            ? new(utf8, members)
            : new(members.Kind, FrameError.Token);
    }

    private static bool TryGetOptional(JsonSlice slice, ReadOnlySpan<byte> utf8, out double? value)
    {
        var isNumber = slice.TryGetNumber(utf8, out var number);
        value = isNumber ? number : null;
        return isNumber || slice.IsMissing;
    }
}
