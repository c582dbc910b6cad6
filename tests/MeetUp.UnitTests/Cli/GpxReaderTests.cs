using System.Text;
using MeetUp.Cli.CommandLine;
using MeetUp.Cli.Tracks;

namespace MeetUp.UnitTests.Cli;

public sealed class GpxReaderTests
{
    private const string Gpx10 = """<gpx version="1.0" xmlns="http://www.topografix.com/GPX/1/0">""";
    private const string Gpx11 = """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">""";

    [Theory]
    [InlineData(Gpx11 + """<metadata><time>2026-01-01T00:00:00Z</time></metadata><trk><trkseg><trkpt lat="1.5" lon="-2"><ele>3</ele><time>2026-01-01T00:00:01Z</time></trkpt><trkpt lat="1.6" lon="-2"><time>2026-01-01T01:00:02+01:00</time></trkpt></trkseg></trk></gpx>""")]
    [InlineData(Gpx10 + """<time>2020-01-01T00:00:00Z</time><wpt lat="9" lon="9"/><trk><trkseg><trkpt lat="1.5" lon="-2"><time>2026-01-01T00:00:01</time><speed>1</speed></trkpt></trkseg><trkseg><trkpt lat="1.6" lon="-2"><time>2026-01-01T00:00:02Z</time></trkpt></trkseg></trk></gpx>""")]
    [InlineData("""<?xml version="1.0"?><!-- c --><gpx><rte><rtept lat="1.5" lon="-2"><time>2026-01-01T00:00:01Z</time></rtept><rtept lat="1.6" lon="-2"><time>2026-01-01T00:00:02Z</time></rtept></rte></gpx>""")]
    [InlineData("""<g:gpx version="1.1" xmlns:g="http://www.topografix.com/GPX/1/1"><g:wpt lat="1.5" lon="-2"><g:time>2026-01-01T00:00:01.000Z</g:time></g:wpt><g:wpt lat="1.6" lon="-2"><g:time>2026-01-01T00:00:02Z</g:time></g:wpt></g:gpx>""")]
    public void Track_IsRead_FromEitherVersionAndKind(string gpx)
    {
        var track = Read(gpx);

        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero);
        Assert.Equal([new TrackPoint(1.5, -2, at), new TrackPoint(1.6, -2, at.AddSeconds(1))], track.Points);
    }

    [Fact]
    public void Time_IsThePointsOwn_NotAnExtensions()
    {
        var track = Read(Gpx11 + """
            <trk><extensions><time>2001-01-01T00:00:00Z</time></extensions><trkseg>
            <trkpt lat="1" lon="2"><extensions><x><time>nonsense</time><trkpt lat="77" lon="77"/></x></extensions></trkpt>
            <trkpt lat="3" lon="4"></trkpt></trkseg></trk></gpx>
            """);

        Assert.Equal([new TrackPoint(1, 2, null), new TrackPoint(3, 4, null)], track.Points);
    }

    [Theory]
    [InlineData("", "t.gpx:0")]
    [InlineData("hello", "t.gpx:1")]
    [InlineData("<kml/>", "is not GPX")]
    [InlineData("<gpx version=\"2.0\"/>", "GPX 2.0")]
    [InlineData(Gpx11 + "</gpx>", "at least two points")]
    [InlineData(Gpx11 + """<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>""", "at least two points")]
    [InlineData(Gpx11 + "\n<wpt lat=\"1\" lon=\"2\"/>\n<wpt lat=\"91\" lon=\"2\"/></gpx>", "t.gpx:3: has a point with lat \"91\"")]
    [InlineData(Gpx11 + """<wpt lat="1" lon="180.1"/></gpx>""", "lon \"180.1\"")]
    [InlineData(Gpx11 + """<wpt lat="NaN" lon="1"/></gpx>""", "lat \"NaN\"")]
    [InlineData(Gpx11 + """<wpt lon="1"/></gpx>""", "lat \"\"")]
    [InlineData(Gpx11 + """<wpt lat="1,5" lon="1"/></gpx>""", "lat \"1,5\"")]
    [InlineData(Gpx11 + "\n<wpt lat=\"1\" lon=\"2\"><time>yesterday</time></wpt></gpx>", "t.gpx:2: has a point with time \"yesterday\"")]
    [InlineData(Gpx11 + """<wpt lat="1" lon="2"><time><b/></time></wpt></gpx>""", "t.gpx:1")]
    [InlineData(Gpx11 + """<wpt lat="1" lon="2">""", "t.gpx:1")]
    [InlineData("""<!DOCTYPE gpx><gpx/>""", "document types are not allowed")]
    [InlineData("""<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>""", "document types are not allowed")]
    [InlineData("""<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="1"><name>&x;</name></wpt></gpx>""", "document types are not allowed")]
    public void File_IsRefusedInOneLine_WhenItIsBad(string gpx, string says)
    {
        var failure = Assert.Throws<CliFailure>(() => Read(gpx));

        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, failure.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<extensions>")]
    public void File_IsRefused_WhenNestedTooDeeply(string inside)
    {
        var failure = Assert.Throws<CliFailure>(() => Read("<gpx>" + inside + string.Concat(Enumerable.Repeat("<a>", 100_000))));

        Assert.Contains("nested too deeply", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_IsRefused_WhenItHasTooManyPoints()
    {
        var gpx = "<gpx>" + string.Concat(Enumerable.Repeat("<wpt lat=\"1\" lon=\"1\"/>", 500_002)) + "</gpx>";

        Assert.Contains("more than 500000 points", Assert.Throws<CliFailure>(() => Read(gpx)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_IsRefused_WhenItIsEndless()
    {
        using var endless = new EndlessXml();

        Assert.Equal(ExitCodes.Usage, Assert.Throws<CliFailure>(() => GpxReader.Read(endless, "t.gpx")).ExitCode);
    }

    [Fact]
    public void File_IsRefused_WhenItIsNotThere() =>
        Assert.Contains("no such file", Assert.Throws<CliFailure>(() => GpxReader.ReadFile("/nowhere/t.gpx")).Message, StringComparison.Ordinal);

    private static Track Read(string gpx) => GpxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(gpx)), "t.gpx");

    /// <summary>A name that never ends.</summary>
    private sealed class EndlessXml : Stream
    {
        private static readonly byte[] Head = "<gpx><wpt lat='1' lon='1'><name>"u8.ToArray();
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer[offset + i] = _at < Head.Length ? Head[_at++] : (byte)'a';
            }

            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
