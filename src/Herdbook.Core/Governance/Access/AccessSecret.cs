using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Core.Governance.Access;

/// <summary>Secrets that somebody shows to be let in: 32 random bytes as 43 letters of base64url, kept as their SHA-256 alone.</summary>
public static class AccessSecret
{
    /// <summary>Letters of a secret.</summary>
    public const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of it. The secret is random and long, so a plain hash tells nothing of it.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Compares in a time that does not tell how much of it is right.</summary>
    public static bool Same(byte[] hash, string shown) => CryptographicOperations.FixedTimeEquals(hash, Hash(shown));
}
