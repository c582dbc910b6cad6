using System.Security.Cryptography;
using MeetUp.Server.Ops;
using Microsoft.IdentityModel.Tokens;

namespace MeetUp.Server.Features.Auth;

/// <summary>The built-in issuer's ES256 key. Made on first start; its file is readable by the owner alone.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    public SigningKey(DataDirectory directory)
    {
        var path = directory.File("signing-key.pem");
        _key = File.Exists(path) ? Load(path) : Make(path);
        Security = new ECDsaSecurityKey(_key)
        {
            KeyId = Base64UrlEncoder.Encode(SHA256.HashData(_key.ExportSubjectPublicKeyInfo())[..12]),

            // The default factory caches by key id for the whole process, and would go on with a key that is disposed.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    public ECDsaSecurityKey Security { get; }

    public void Dispose() => _key.Dispose();

    private static ECDsa Load(string path)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    private static ECDsa Make(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
