using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MeetUp.Contracts.Realtime;

/// <summary>
/// Frames to bytes and back: one object <c>{type, payload}</c> each.
/// The server's relay has a faster path of its own for fixes; everything else, and every client, goes through here.
/// </summary>
public static class FrameJson
{
    private sealed record Kind(string Type, Type Record, JsonTypeInfo Json, bool PayloadOptional = false);

    private static readonly Kind[] Kinds =
    [
        new(FrameTypes.LocationUpdate, typeof(LocationUpdate), ContractsJson.Default.LocationUpdate),
        new(FrameTypes.ImHere, typeof(ImHereFrame), ContractsJson.Default.ImHereFrame, PayloadOptional: true),
        new(FrameTypes.PauseSharing, typeof(PauseSharing), ContractsJson.Default.PauseSharing, PayloadOptional: true),
        new(FrameTypes.ResumeSharing, typeof(ResumeSharing), ContractsJson.Default.ResumeSharing, PayloadOptional: true),
        new(FrameTypes.EndSession, typeof(EndSession), ContractsJson.Default.EndSession, PayloadOptional: true),
        new(FrameTypes.Ping, typeof(Ping), ContractsJson.Default.Ping, PayloadOptional: true),
        new(FrameTypes.AuthRefresh, typeof(AuthRefresh), ContractsJson.Default.AuthRefresh),
        new(FrameTypes.SessionSnapshot, typeof(SessionSnapshot), ContractsJson.Default.SessionSnapshot),
        new(FrameTypes.PeerLocation, typeof(PeerLocation), ContractsJson.Default.PeerLocation),
        new(FrameTypes.PresenceUpdate, typeof(PresenceUpdate), ContractsJson.Default.PresenceUpdate),
        new(FrameTypes.ProximityUpdate, typeof(ProximityUpdate), ContractsJson.Default.ProximityUpdate),
        new(FrameTypes.ImHereUpdate, typeof(ImHereUpdate), ContractsJson.Default.ImHereUpdate),
        new(FrameTypes.SessionEnded, typeof(SessionEnded), ContractsJson.Default.SessionEnded),
        new(FrameTypes.TokenExpiring, typeof(TokenExpiring), ContractsJson.Default.TokenExpiring),
        new(FrameTypes.Reconnect, typeof(Reconnect), ContractsJson.Default.Reconnect),
        new(FrameTypes.Pong, typeof(Pong), ContractsJson.Default.Pong),
        new(FrameTypes.Error, typeof(ErrorFrame), ContractsJson.Default.ErrorFrame),
    ];

    private static readonly Dictionary<Type, Kind> ByRecord = Kinds.ToDictionary(kind => kind.Record);
    private static readonly Dictionary<string, Kind> ByType = Kinds.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <summary>The frame as UTF-8 JSON.</summary>
    public static byte[] Encode(ServerFrame frame) => EncodeAny(frame);

    /// <inheritdoc cref="Encode(ServerFrame)"/>
    public static byte[] Encode(ClientFrame frame) => EncodeAny(frame);

    /// <summary>The frame the server sent, or null when its <c>type</c> is not known: a newer server may say more.</summary>
    /// <exception cref="JsonException">The bytes are not a frame.</exception>
    public static ServerFrame? DecodeServer(ReadOnlySpan<byte> utf8) => Decode(utf8) as ServerFrame;

    /// <summary>The frame a client sent, or null when its <c>type</c> is not known.</summary>
    /// <exception cref="JsonException">The bytes are not a frame.</exception>
    public static ClientFrame? DecodeClient(ReadOnlySpan<byte> utf8) => Decode(utf8) as ClientFrame;

    private static byte[] EncodeAny(object frame)
    {
        var kind = ByRecord[frame.GetType()];
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, kind.Type);
            writer.WritePropertyName("payload"u8);
            JsonSerializer.Serialize(writer, frame, kind.Json);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static object? Decode(ReadOnlySpan<byte> utf8)
    {
        var type = Split(utf8, out var payload);
        if (!ByType.TryGetValue(type, out var kind))
        {
            return null;
        }

        if (payload.IsEmpty || payload.SequenceEqual("null"u8))
        {
            return kind.PayloadOptional
                ? JsonSerializer.Deserialize("{}"u8, kind.Json)
                : throw new JsonException($"A {type} needs a payload.");
        }

        return JsonSerializer.Deserialize(payload, kind.Json);
    }

    /// <summary>Finds <c>type</c> and the bytes of <c>payload</c>, in either order; other members are ignored.</summary>
    private static string Split(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> payload)
    {
        string? type = null;
        payload = default;
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A frame is an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isPayload = reader.ValueTextEquals("payload"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType)
            {
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException("type is a string.");
            }

            reader.Skip();
            if (isPayload)
            {
                payload = utf8[start..(int)reader.BytesConsumed];
            }
        }

        // Throws on anything after the object.
        reader.Read();
        return type ?? throw new JsonException("A frame has a type.");
    }
}
