using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>
/// Signs webhooks as Standard Webhooks does: HMAC-SHA256 over id, time and body. Each tenant's secret is drawn from one that lies in the key
/// folder, outside the database.
/// </summary>
public sealed class WebhookSecret
{
    private const string Folder = "webhooks";
    private const string File = "secret";

    private readonly byte[] _root;

    private WebhookSecret(byte[] root) => _root = root;

    /// <summary>Opens it, and makes it where there is none.</summary>
    /// <param name="keys">The key folder.</param>
    /// <exception cref="RefusedException">`keys_unreadable`.</exception>
    public static WebhookSecret Open(string keys)
    {
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

        return new WebhookSecret(KeyFolder.Read(path));
    }

    /// <summary>Opens it in the key folder that is in force.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`.</exception>
    public static WebhookSecret Open(HerdbookHome home) => Open(AuditKeys.FolderOf(home));

    /// <summary>What a receiver is given: `whsec_` and base64.</summary>
    public string Shown(Tenant tenant) => $"whsec_{Convert.ToBase64String(Secret(tenant))}";

    /// <summary>The header `webhook-signature`.</summary>
    public string Sign(Tenant tenant, Guid id, long unixSeconds, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.{body}"));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Secret(tenant), signed))}";
    }

    private byte[] Secret(Tenant tenant) => HMACSHA256.HashData(_root, Encoding.UTF8.GetBytes($"herdbook webhooks {tenant.Slug}"));
}
