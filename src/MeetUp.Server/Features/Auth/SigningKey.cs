using System.Security.Cryptography;
using System.Text;
using MeetUp.Contracts.Auth;
using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Settings;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth;

/// <summary>
/// The built-in issuer's ES256 key: that of <c>MEETUP_SIGNING_KEY</c>, which instances share, else one in the data directory, made on first
/// use. Its file is readable by the owner alone, and is made so again with a warning
/// if something, such as a restored backup, has opened it to others.
/// </summary>
internal sealed partial class SigningKey : IDisposable
{
    public const string Variable = "MEETUP_SIGNING_KEY";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int P256Bits = 256;

    private readonly Lazy<ECDsa> _key;
    private readonly Lazy<ECDsaSecurityKey> _security;
    private readonly ILogger<SigningKey> _logger;

    public SigningKey(DataDirectory directory, IConfiguration configuration, ILogger<SigningKey> logger)
    {
        _logger = logger;
        _key = new Lazy<ECDsa>(() => configuration[Variable] is { Length: > 0 } given ? Read(given) : Open(directory.File("signing-key.pem")));
        _security = new Lazy<ECDsaSecurityKey>(() => new ECDsaSecurityKey(_key.Value)
        {
            KeyId = Base64UrlEncoder.Encode(SHA256.HashData(_key.Value.ExportSubjectPublicKeyInfo())[..12]),
            CryptoProviderFactory = Jwt.Crypto,
        });
    }

    public ECDsaSecurityKey Security => _security.Value;

    /// <summary>What others need to check a token.</summary>
    public PublicKeySet Publish()
    {
        var point = _key.Value.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKeySet(
        [
            new PublicKey(
                "EC", "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y),
                "sig", SecurityAlgorithms.EcdsaSha256, Security.KeyId),
        ]);
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private ECDsa Open(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        Close(path);
        try
        {
            return Import(File.ReadAllText(path));
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException(
                $"The signing key {path} cannot be used. Restore it, or delete it to get a new one; access tokens then have to be refreshed.", unusable);
        }
    }

    /// <summary>Environments cannot always hold line breaks: these may be written as <c>\n</c>, or the whole in Base64.</summary>
    private static ECDsa Read(string given)
    {
        try
        {
            return Import(given.StartsWith("-----", StringComparison.Ordinal)
                ? given.Replace("\\n", "\n", StringComparison.Ordinal)
                : Encoding.ASCII.GetString(Convert.FromBase64String(given)));
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException or FormatException)
        {
            throw new StartException($"{Variable} must be a private key on P-256 in PEM, or that in Base64.");
        }
    }

    private static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize != P256Bits)
            {
                throw new CryptographicException("It is not on P-256.");
            }

            key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Written aside and moved in place, so that there is never half a key; whoever is second uses the first one's.</summary>
    private static void Make(string path)
    {
        var aside = $"{path}.{RandomNumberGenerator.GetHexString(8)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var writer = new StreamWriter(aside, options))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private void Close(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            File.SetUnixFileMode(path, OwnerOnly);
            LogClosed(path);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The signing key {Path} was readable by others; it is the owner's alone again. If it was copied, delete it to get a new one.")]
    private partial void LogClosed(string path);
}
