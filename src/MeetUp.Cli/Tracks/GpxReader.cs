using System.Globalization;
using System.Xml;
using MeetUp.Cli.CommandLine;

namespace MeetUp.Cli.Tracks;

/// <summary>
/// Reads GPX 1.0 and 1.1: the track where there is one, else the route, else the waypoints. Files come from anywhere, so there are
/// no document types, no outside references, and limits on size; what is wrong is said with its line.
/// </summary>
internal static class GpxReader
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private const int MaxPoints = 500_000;
    private const int MaxDepth = 64;

    private static readonly string[] PointNames = ["trkpt", "rtept", "wpt"];

    public static Track ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliFailure($"{path}: no such file.", ExitCodes.Usage);
        }

        using var file = File.OpenRead(path);
        if (file.Length > MaxBytes)
        {
            throw new CliFailure($"{path}: larger than {MaxBytes / 1024 / 1024} MB.", ExitCodes.Usage);
        }

        return Read(file, path);
    }

    /// <exception cref="CliFailure">What is wrong, with its line.</exception>
    public static Track Read(Stream gpx, string name)
    {
        using var xml = XmlReader.Create(gpx, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
        try
        {
            var found = ReadPoints(xml, name);
            return found.FirstOrDefault(points => points.Count >= 2) is { } points
                ? new Track(name, points)
                : throw Fault(xml, name, "has no track, route or waypoints of at least two points");
        }
        catch (XmlException broken)
        {
            throw new CliFailure($"{name}:{broken.LineNumber}: {Plain(broken)}", ExitCodes.Usage, broken);
        }
    }

    private static List<TrackPoint>[] ReadPoints(XmlReader xml, string name)
    {
        if (xml.MoveToContent() is not XmlNodeType.Element || xml.LocalName is not "gpx")
        {
            throw Fault(xml, name, "is not GPX");
        }

        if (xml.GetAttribute("version") is { } version and not ("1.0" or "1.1"))
        {
            throw Fault(xml, name, $"is GPX {version}; 1.0 and 1.1 are understood");
        }

        List<TrackPoint>[] found = [[], [], []];
        Step(xml, name);
        while (!xml.EOF)
        {
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName is "extensions" or "metadata")
            {
                Skip(xml, name);
            }
            else if (xml.NodeType is XmlNodeType.Element && Array.IndexOf(PointNames, xml.LocalName) is >= 0 and var kind)
            {
                found[kind].Add(ReadPoint(xml, name));
                if (found[kind].Count > MaxPoints)
                {
                    throw Fault(xml, name, $"has more than {MaxPoints} points");
                }
            }
            else
            {
                Step(xml, name);
            }
        }

        return found;
    }

    private static TrackPoint ReadPoint(XmlReader xml, string name)
    {
        var lat = ReadDegrees(xml, name, "lat", 90);
        var lon = ReadDegrees(xml, name, "lon", 180);
        DateTimeOffset? time = null;
        var depth = xml.Depth;
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return new TrackPoint(lat, lon, time);
        }

        Step(xml, name);
        while (xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Element && xml.Depth == depth + 1 && xml.LocalName is "time")
            {
                time = ReadTime(xml, name);
            }
            else if (xml.NodeType is XmlNodeType.Element)
            {
                Skip(xml, name);
            }
            else
            {
                Step(xml, name);
            }
        }

        xml.Read();
        return new TrackPoint(lat, lon, time);
    }

    private static void Step(XmlReader xml, string name)
    {
        xml.Read();
        if (xml.Depth > MaxDepth)
        {
            throw Fault(xml, name, "is nested too deeply");
        }
    }

    /// <summary>Past an element and all in it; unlike the reader's own Skip it minds the depth, which costs memory.</summary>
    private static void Skip(XmlReader xml, string name)
    {
        var depth = xml.Depth;
        if (!xml.IsEmptyElement)
        {
            do
            {
                Step(xml, name);
            }
            while (xml.Depth > depth);
        }

        Step(xml, name);
    }

    private static double ReadDegrees(XmlReader xml, string name, string attribute, double most)
    {
        var text = xml.GetAttribute(attribute);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most
            ? degrees
            : throw Fault(xml, name, $"has a point with {attribute} \"{Short(text)}\"");
    }

    private static DateTimeOffset ReadTime(XmlReader xml, string name)
    {
        var line = (xml as IXmlLineInfo)?.LineNumber;
        var text = xml.ReadElementContentAsString();
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new CliFailure($"{name}:{line}: has a point with time \"{Short(text)}\".", ExitCodes.Usage);
    }

    private static CliFailure Fault(XmlReader xml, string name, string what) =>
        new($"{name}:{(xml as IXmlLineInfo)?.LineNumber}: {what}.", ExitCodes.Usage);

    /// <summary>Without the advice to switch document types on.</summary>
    private static string Plain(XmlException broken) =>
        broken.Message.Contains("DTD", StringComparison.Ordinal) ? "document types are not allowed." : broken.Message;

    private static string Short(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text ?? "";
}
