using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>What a stamp says, and whether it is true.</summary>
/// <param name="Verifies">Whether the decision is word for word what was stamped, with a key of this book.</param>
/// <param name="WhyNot">Null where it verifies.</param>
public sealed record StampVerdict(bool Verifies, string? WhyNot);

/// <summary>
/// The stamp on a decision of governance: who, when, by which policy, on what, and a checksum over it and over every word of the decision,
/// signed with a key that is outside the database. Whoever changes a word of either is found.
/// </summary>
public static class GovernanceStamp
{
    private const string Purpose = "herdbook governance stamp 1\n";

    /// <summary>Puts checksum, key and signature on what is stamped.</summary>
    /// <param name="decision">The words of the decision's row that the stamp vouches for.</param>
    public static JsonObject Put(AuditKeys keys, JsonObject stamp, JsonObject decision)
    {
        var checksum = Checksum(stamp, decision);
        var key = keys.CurrentId;
        stamp["checksum"] = checksum;
        stamp["key_id"] = key;
        stamp["signature"] = keys.Sign(key, Message(checksum));
        return stamp;
    }

    /// <param name="stamp">As it was read.</param>
    /// <param name="decision">The same words, as they were read.</param>
    public static StampVerdict Verify(AuditKeys keys, JsonObject stamp, JsonObject decision)
    {
        var bare = (JsonObject)stamp.DeepClone();
        if (Take(bare, "checksum") is not { } checksum || Take(bare, "key_id") is not { } key || Take(bare, "signature") is not { } signature)
        {
            return new StampVerdict(false, "It has no checksum, key or signature.");
        }

        if (!Same(checksum, Checksum(bare, decision)))
        {
            return new StampVerdict(false, "The decision or its stamp was changed: the checksum is another.");
        }

        return keys.Sign(key, Message(checksum)) is not { } expected
            ? new StampVerdict(false, $"Its key '{key}' is not in the key folder.")
            : Same(signature, expected) ? new StampVerdict(true, null) : new StampVerdict(false, "Its signature is not by the key that it names.");
    }

    /// <summary>A time as stamps write it: UTC to the microsecond, as PostgreSQL keeps it.</summary>
    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Checksum(JsonObject stamp, JsonObject decision) =>
        CanonicalJson.Hash(new JsonObject { ["stamp"] = stamp.DeepClone(), ["decision"] = decision.DeepClone() }.ToJsonString());

    private static byte[] Message(string checksum) => Encoding.UTF8.GetBytes(Purpose + checksum);

    private static string? Take(JsonObject from, string name)
    {
        var text = from[name]?.ToString();
        from.Remove(name);
        return text;
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
