using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Homes;

namespace Herdbook.Core.Governance.Access;

/// <summary>
/// The secret that GitHub signs a tenant's webhooks with. Each tenant's is drawn from one that lies in the key folder, outside the database;
/// who knows one tenant's knows no other's.
/// </summary>
public sealed class GitHubSecret
{
    private const string Folder = "github";
    private const string File = "secret";
    private const string Scheme = "sha256=";

    private readonly byte[] _root;

    private GitHubSecret(byte[] root) => _root = root;

    /// <summary>Opens it in the key folder that is in force, and makes it where there is none.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`.</exception>
    public static GitHubSecret Open(HerdbookHome home)
    {
        var keys = AuditKeys.FolderOf(home);
        KeyFolder.Prepare(keys);
        var folder = Path.Combine(keys, Folder);
        KeyFolder.Prepare(folder);
        var path = Path.Combine(folder, File);
        using (KeyFolder.Lock(folder))
        {
            if (!System.IO.File.Exists(path))
            {
                KeyFolder.Write(path, RandomNumberGenerator.GetBytes(32));
            }
        }

        return new GitHubSecret(KeyFolder.Read(path));
    }

    /// <summary>What stands in the webhook's field Secret.</summary>
    public string Shown(Tenant tenant) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_root, Encoding.UTF8.GetBytes($"herdbook github {tenant.Slug}")));

    /// <summary>The header `X-Hub-Signature-256`: HMAC-SHA256 over the body, as
    /// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries describes it.</summary>
    public string Sign(Tenant tenant, ReadOnlySpan<byte> body) =>
        Scheme + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Shown(tenant)), body));

    /// <summary>Whether the header is the body's signature. Takes as long for a wrong one as for the right one.</summary>
    public bool Holds(Tenant tenant, string? header, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(tenant, body)), Encoding.UTF8.GetBytes(header ?? ""));
}
