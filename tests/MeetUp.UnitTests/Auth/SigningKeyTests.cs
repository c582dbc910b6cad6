using System.Security.Cryptography;
using MeetUp.Server.Features.Auth;
using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

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

    [Fact]
    public void Key_IsThatOfTheEnvironment_HoweverItIsWritten()
    {
        using var shared = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = shared.ExportPkcs8PrivateKeyPem();
        var asBase64 = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
        foreach (var text in new[] { pem, pem.ReplaceLineEndings("\\n"), asBase64, shared.ExportECPrivateKeyPem() })
        {
            using var key = Open(text);

            Assert.Equal(Base64UrlEncoder.Encode(shared.ExportParameters(includePrivateParameters: false).Q.X!), key.Publish().Keys[0].X);
        }

        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void Key_OfTheEnvironment_IsRefusedWithoutRepeatingIt()
    {
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var text in new[] { "rubbish", "-----BEGIN", otherCurve.ExportPkcs8PrivateKeyPem() })
        {
            using var key = Open(text);

            var refusal = Assert.Throws<StartException>(() => key.Security);

            Assert.Equal("MEETUP_SIGNING_KEY must be a private key on P-256 in PEM, or that in Base64.", refusal.Message);
        }
    }

    private SigningKey Open(string? given = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["MEETUP_DATA_DIR"] = _directory, [SigningKey.Variable] = given })
            .Build();
        return new SigningKey(new DataDirectory(configuration), configuration, NullLogger<SigningKey>.Instance);
    }
}
