using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using MeetUp.Contracts.Realtime;
using MeetUp.Server.Realtime.Frames;

namespace MeetUp.UnitTests.Frames;

/// <summary>What a frame should be read as, written for being plainly right: the oracle of the fast parser.</summary>
internal static partial class ReferenceParser
{
    public sealed record Reading(FrameKind Kind, string? Field, bool IsError, LocationUpdate? Update = null, bool Manual = false, string? Token = null);

    private static readonly Dictionary<string, FrameKind> Kinds = new(StringComparer.Ordinal)
    {
        [FrameTypes.LocationUpdate] = FrameKind.LocationUpdate,
        [FrameTypes.ImHere] = FrameKind.ImHere,
        [FrameTypes.PauseSharing] = FrameKind.PauseSharing,
        [FrameTypes.ResumeSharing] = FrameKind.ResumeSharing,
        [FrameTypes.EndSession] = FrameKind.EndSession,
        [FrameTypes.Ping] = FrameKind.Ping,
        [FrameTypes.AuthRefresh] = FrameKind.AuthRefresh,
    };

    public static Reading Read(ReadOnlySpan<byte> utf8)
    {
        var nothing = new Reading(FrameKind.Malformed, Field: null, IsError: true);
        if (!Utf8.IsValid(utf8))
        {
            return nothing;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { MaxDepth = ClientFrameParser.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : nothing;
        }
        catch (JsonException)
        {
            return nothing;
        }
    }

    private static Reading Read(JsonElement frame)
    {
        if (Member(frame, "type") is not { ValueKind: JsonValueKind.String } type)
        {
            return new(FrameKind.Malformed, "type", IsError: true);
        }

        if (!Kinds.TryGetValue(Text(type) ?? "", out var kind))
        {
            return new(FrameKind.Unknown, "type", IsError: true);
        }

        var payload = Member(frame, "payload");
        return payload switch
        {
            { ValueKind: not JsonValueKind.Object } => Wrong(kind, "payload"),
            null when kind is FrameKind.LocationUpdate or FrameKind.AuthRefresh => Wrong(kind, "payload"),
            null => new(kind, Field: null, IsError: false),
            { } given => Read(kind, given),
        };
    }

    private static Reading Read(FrameKind kind, JsonElement payload) => kind switch
    {
        FrameKind.LocationUpdate => ReadUpdate(payload),
        FrameKind.ImHere => Member(payload, "manual") switch
        {
            null or { ValueKind: JsonValueKind.False } => new(kind, Field: null, IsError: false),
            { ValueKind: JsonValueKind.True } => new(kind, Field: null, IsError: false, Manual: true),
            _ => Wrong(kind, "manual"),
        },
        FrameKind.EndSession => Member(payload, "reason") is null or { ValueKind: JsonValueKind.String }
            ? new(kind, Field: null, IsError: false)
            : Wrong(kind, "reason"),
        FrameKind.AuthRefresh => Member(payload, "token") is { ValueKind: JsonValueKind.String } token
            && Text(token) is { Length: > 0 } text && Ascii.IsValid(text)
            ? new(kind, Field: null, IsError: false, Token: text)
            : Wrong(kind, "token"),
        _ => new(kind, Field: null, IsError: false),
    };

    private static Reading ReadUpdate(JsonElement payload)
    {
        foreach (var name in (string[])["lat", "lon", "accuracy_m"])
        {
            if (Number(payload, name) is null)
            {
                return Wrong(FrameKind.LocationUpdate, name);
            }
        }

        if (Member(payload, "timestamp") is not { ValueKind: JsonValueKind.String } time || Time(Text(time) ?? "") is not { } timestamp)
        {
            return Wrong(FrameKind.LocationUpdate, "timestamp");
        }

        var heading = Number(payload, "heading_deg");
        if (heading is < 0 or >= 360 || (heading is null && Member(payload, "heading_deg") is not null))
        {
            return Wrong(FrameKind.LocationUpdate, "heading_deg");
        }

        var speed = Number(payload, "speed_mps");
        if (speed is < 0 || (speed is null && Member(payload, "speed_mps") is not null))
        {
            return Wrong(FrameKind.LocationUpdate, "speed_mps");
        }

        return new(FrameKind.LocationUpdate, Field: null, IsError: false, new LocationUpdate(
            Number(payload, "lat")!.Value, Number(payload, "lon")!.Value, Number(payload, "accuracy_m")!.Value, timestamp, heading, speed));
    }

    private static Reading Wrong(FrameKind kind, string field) => new(kind, field, IsError: true);

    /// <summary>The last one of that name; null, too, when it is null.</summary>
    private static JsonElement? Member(JsonElement element, string name)
    {
        JsonElement? found = null;
        foreach (var member in element.EnumerateObject())
        {
            if (Text(() => member.Name) == name)
            {
                found = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value;
            }
        }

        return found;
    }

    private static string? Text(JsonElement element) => Text(element.GetString);

    /// <summary>Null for half a surrogate pair, which is no text.</summary>
    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static double? Number(JsonElement payload, string name) =>
        Member(payload, name) is { ValueKind: JsonValueKind.Number } value && double.IsFinite(value.GetDouble()) ? value.GetDouble() : null;

    private static DateTimeOffset? Time(string text)
    {
        if (TimePattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var offset = match.Groups["offset"].Value;
        if (!DateTime.TryParseExact(
            match.Groups["time"].Value.ToUpperInvariant(), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var ticks = new System.Numerics.BigInteger(local.Ticks)
            + long.Parse((match.Groups["fraction"].Value + "0000000")[..7], CultureInfo.InvariantCulture);
        if (offset.Length > 1)
        {
            ticks -= (offset[0] == '-' ? -1 : 1) * TimeSpan.ParseExact(offset[1..], @"hh\:mm", CultureInfo.InvariantCulture).Ticks;
        }

        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : null;
    }

    [GeneratedRegex(
        @"\A(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TimePattern();
}
