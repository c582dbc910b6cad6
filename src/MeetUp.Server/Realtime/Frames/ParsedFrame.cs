using System.Text;
using MeetUp.Contracts;
using MeetUp.Server.Realtime.Fixes;

namespace MeetUp.Server.Realtime.Frames;

/// <summary>
/// A client's frame, understood. Points into the bytes it was read from and must not outlive them. When <see cref="Error"/> is set only
/// <see cref="Kind"/> may be relied on.
/// </summary>
internal readonly ref struct ParsedFrame
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly FrameMembers _members;

    public ParsedFrame(ReadOnlySpan<byte> utf8, scoped in FrameMembers members, scoped in Fix fix = default, bool manual = false)
    {
        _utf8 = utf8;
        _members = members;
        Kind = members.Kind;
        Fix = fix;
        Manual = manual;
    }

    public ParsedFrame(FrameKind kind, FrameError error)
    {
        Kind = kind;
        Error = error;
    }

    /// <summary>Known even of most frames with an error, so that a broken update still counts as an update.</summary>
    public FrameKind Kind { get; }

    /// <summary>What is wrong with the shape; null when all is well.</summary>
    public FrameError? Error { get; }

    /// <summary>Of a <see cref="FrameKind.LocationUpdate"/>: of right shape, but not checked yet.</summary>
    public Fix Fix { get; }

    /// <summary>Of a <see cref="FrameKind.ImHere"/>.</summary>
    public bool Manual { get; }

    /// <summary>The text of a number of <see cref="Fix"/>, as it was sent; empty when it was not.</summary>
    public ReadOnlySpan<byte> LatText => _members.Lat.BytesIn(_utf8);

    /// <inheritdoc cref="LatText"/>
    public ReadOnlySpan<byte> LonText => _members.Lon.BytesIn(_utf8);

    /// <inheritdoc cref="LatText"/>
    public ReadOnlySpan<byte> AccuracyText => _members.AccuracyM.BytesIn(_utf8);

    /// <inheritdoc cref="LatText"/>
    public ReadOnlySpan<byte> HeadingText => _members.HeadingDeg.BytesIn(_utf8);

    /// <inheritdoc cref="LatText"/>
    public ReadOnlySpan<byte> SpeedText => _members.SpeedMps.BytesIn(_utf8);

    /// <summary>Of a <see cref="FrameKind.AuthRefresh"/>; makes a string of the secret only now.</summary>
    public string ReadToken()
    {
        Span<byte> buffer = stackalloc byte[ContractLimits.MaxFrameBytes];
        _members.Token.TryGetAscii(_utf8, buffer, out var token);
        return Encoding.ASCII.GetString(token);
    }
}
