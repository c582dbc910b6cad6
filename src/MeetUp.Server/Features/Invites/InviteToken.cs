using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MeetUp.Server.Features.Invites;

/// <summary>The secret of an invite: 256 random bits in base64url. It is handed out once; only its hash stays.</summary>
internal static class InviteToken
{
    private const int Bytes = 32;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Of the text as it came, so that whatever is not a token of ours simply matches nothing.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
