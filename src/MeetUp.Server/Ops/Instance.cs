using System.Security.Cryptography;

namespace MeetUp.Server.Ops;

/// <summary>Tells this run of the server from any other.</summary>
internal sealed class Instance
{
    private const int Bytes = 6;

    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
