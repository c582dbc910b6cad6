using System.Security.Cryptography;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Ops;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetUp.UnitTests.Auth;

public sealed class SigningKeyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory = Directory.CreateTempSubdirectory("meetup-key-").FullName;

    private string KeyFile => Path.Combine(_directory, "signing-key.pem");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Key_IsMadeOnce_AndIsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a thing of Unix.");
            return;
        }

        using var first = Open();
        var published = first.Publish();
        using var second = Open();

        Assert.Equal(published.Keys, second.Publish().Keys);
        Assert.Equal([KeyFile], Directory.GetFiles(_directory));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public void Key_IsMadeTheOwnersAgain_WhenOthersCouldReadIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a thing of Unix.");
            return;
        }

        using var first = Open();
        var published = first.Publish();
        File.SetUnixFileMode(KeyFile, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var second = Open();

        Assert.Equal(published.Keys, second.Publish().Keys);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public void Key_IsOne_WhenSeveralServersStartAtOnce()
    {
        var published = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ =>
        {
            using var key = Open();
            return key.Publish().Keys[0];
        }).ToList();

        Assert.Single(published.Distinct());
        Assert.Equal([KeyFile], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Key_IsRefused_WhenItIsNoP256Key()
    {
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var publicOnly = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var text in new[] { "", "rubbish", otherCurve.ExportPkcs8PrivateKeyPem(), publicOnly.ExportSubjectPublicKeyInfoPem() })
        {
            File.WriteAllText(KeyFile, text);
            using var key = Open();

            var refusal = Assert.Throws<InvalidDataException>(() => key.Security);

            Assert.Contains(KeyFile, refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }
    }

    private SigningKey Open()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["MEETUP_DATA_DIR"] = _directory }).Build();
        return new SigningKey(new DataDirectory(configuration), NullLogger<SigningKey>.Instance);
    }
}
