using System.Text.Json;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// Where the members this protocol knows stand in one frame. Collected in one pass, before it is known what they are for, since
/// <c>payload</c> may come before <c>type</c>. A member given twice counts as it was last given, as in every browser; others are ignored.
/// </summary>
internal struct FrameMembers
{
    public FrameKind Kind;
    public bool HasType;
    public JsonTokenType Payload;
    public JsonSlice Lat;
    public JsonSlice Lon;
    public JsonSlice AccuracyM;
    public JsonSlice Timestamp;
    public JsonSlice HeadingDeg;
    public JsonSlice SpeedMps;
    public JsonSlice Manual;
    public JsonSlice Reason;
    public JsonSlice Token;

    /// <summary>Reads a whole frame, from before its first brace.</summary>
    /// <exception cref="JsonException">It is not one JSON object.</exception>
    public void CollectFrame(ref Utf8JsonReader reader)
    {
        OpenObject(ref reader);
        while (NextMember(ref reader))
        {
            if (JsonAscii.Is(ref reader, "type"u8))
            {
                reader.Read();
                HasType = reader.TokenType == JsonTokenType.String;
                Kind = HasType ? FrameKinds.Read(ref reader) : FrameKind.Malformed;
                reader.Skip();
            }
            else if (JsonAscii.Is(ref reader, "payload"u8))
            {
                reader.Read();
                CollectPayload(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws on anything after the object.
        reader.Read();
    }

    /// <summary>Reads a payload that is sent on its own, from before its first brace.</summary>
    /// <exception cref="JsonException">It is not one JSON object.</exception>
    public void CollectBarePayload(ref Utf8JsonReader reader)
    {
        OpenObject(ref reader);
        CollectPayload(ref reader);
        reader.Read();
    }

    private static void OpenObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private void CollectPayload(ref Utf8JsonReader reader)
    {
        this = new FrameMembers { Kind = Kind, HasType = HasType, Payload = reader.TokenType };
        if (Payload != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (NextMember(ref reader))
        {
            if (JsonAscii.Is(ref reader, "lat"u8))
            {
                Lat = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "lon"u8))
            {
                Lon = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "accuracy_m"u8))
            {
                AccuracyM = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "timestamp"u8))
            {
                Timestamp = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "heading_deg"u8))
            {
                HeadingDeg = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "speed_mps"u8))
            {
                SpeedMps = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "manual"u8))
            {
                Manual = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "reason"u8))
            {
                Reason = JsonSlice.TakeNext(ref reader);
            }
            else if (JsonAscii.Is(ref reader, "token"u8))
            {
                Token = JsonSlice.TakeNext(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
