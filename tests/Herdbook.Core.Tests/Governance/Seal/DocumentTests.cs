using System.Buffers;
using System.Security.Cryptography;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>The vectors of docs/audit.md are what the program computes, and stand there.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_documented_vectors_are_what_is_computed()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "audit.md"));
        var entry = new AuditEntry(
            "default", Guid.Parse("01990000-0000-7000-8000-000000000001"), "rows.update", "herd.ticket_def", "DBC-87", """{"from": "todo", "to": "done"}""",
            "ada@example.org", "user", new DateTime(2026, 1, 31, 12, 0, 0, 123, 456, DateTimeKind.Utc), 2, new string('a', 64), "k0");
        var bytes = new ArrayBufferWriter<byte>();
        AuditEncoding.Write(entry, bytes);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData([.. Enumerable.Range(0, 32).Select(i => (byte)i)], bytes.WrittenSpan));
        var leaf = AuditLeaf.Hash(entry, signature);
        var secret = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        var head = new Checkpoint("herdbook-000000000000/default", 1, MerkleTree.Root([leaf]));

        Assert.Contains($"`{signature}`", document, StringComparison.Ordinal);
        Assert.Contains($"`{Convert.ToHexStringLower(leaf)}`", document, StringComparison.Ordinal);
        Assert.Contains(SignedNote.Sign(head.Text, head.Origin, secret).ToString(), document, StringComparison.Ordinal);
        Assert.Contains($"`{SignedNote.VerifierKey(head.Origin, Ed25519.PublicKey(secret))}`", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_finding_is_explained()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "audit.md"));
        Assert.All(
            typeof(FindingKind).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            kind => Assert.Contains($"`{kind}`", document, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Herdbook.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
