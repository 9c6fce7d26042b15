using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// The Ed25519 key that signs the heads of a book's logs, and the book's name that stands in them. Both are files beside the keys of the
/// entries: `checkpoint.ed25519`, 32 secret bytes in base64, and `book`. They do not change: whoever keeps checkpoints knows the log by them.
/// </summary>
public sealed partial class CheckpointKey
{
    private const string SecretFile = "checkpoint.ed25519";
    private const string NameFile = "book";

    private readonly byte[] _secret;

    private CheckpointKey(string book, byte[] secret)
    {
        (Book, _secret) = (book, secret);
        PublicKey = Ed25519.PublicKey(secret);
    }

    /// <summary>The book's name: `herdbook-` and 12 random letters and digits.</summary>
    public string Book { get; }

    public byte[] PublicKey { get; }

    /// <summary>Opens the key beside those of the entries, and makes it where there is none. Keys that nobody keeps have one that nobody keeps.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`, `libcrypto_missing`.</exception>
    public static CheckpointKey Open(AuditKeys keys)
    {
        LibCrypto.Require();
        if (keys.Folder is not { } folder)
        {
            return new CheckpointKey(NewName(), RandomNumberGenerator.GetBytes(Ed25519.KeySize));
        }

        var (secretPath, namePath) = (Path.Combine(folder, SecretFile), Path.Combine(folder, NameFile));
        using (KeyFolder.Lock(folder))
        {
            if (!File.Exists(secretPath))
            {
                KeyFolder.Replace(namePath, NewName() + "\n");
                KeyFolder.Write(secretPath, RandomNumberGenerator.GetBytes(Ed25519.KeySize));
            }
        }

        var name = File.Exists(namePath) ? File.ReadAllText(namePath).Trim() : "";
        if (!Names().IsMatch(name))
        {
            throw KeyFolder.Unreadable(namePath, "it does not hold the book's name");
        }

        var secret = KeyFolder.Read(secretPath);
        return secret.Length == Ed25519.KeySize ? new CheckpointKey(name, secret) : throw KeyFolder.Unreadable(secretPath, "it does not hold 32 bytes");
    }

    /// <summary>The name of the tenant's log, and of the key where it signs there.</summary>
    public string Origin(Tenant tenant) => $"{Book}/{tenant.Slug}";

    /// <summary>For verifiers: see <see cref="SignedNote.VerifierKey"/>.</summary>
    public string VerifierKey(Tenant tenant) => SignedNote.VerifierKey(Origin(tenant), PublicKey);

    /// <summary>Signs a text of another sort than a checkpoint; its first line says of which.</summary>
    public SignedNote Sign(Tenant tenant, string text) => SignedNote.Sign(text, Origin(tenant), _secret);

    public SignedNote Sign(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.Text, checkpoint.Origin, _secret);

    /// <summary>The checkpoint in a note, if this key signed it for that tenant.</summary>
    public Checkpoint? Open(Tenant tenant, string note) =>
        SignedNote.Read(note) is { } signed && signed.IsSignedBy(Origin(tenant), PublicKey) && Checkpoint.Read(signed.Text) is { } checkpoint && checkpoint.Origin == Origin(tenant)
            ? checkpoint
            : null;

    private static string NewName() => $"herdbook-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Names();
}
