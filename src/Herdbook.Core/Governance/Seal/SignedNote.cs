using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Core.Governance.Seal;

/// <summary>One signature of a note: the name of its key, the key's hash, and the signature's bytes.</summary>
public sealed record NoteSignature(string Name, uint KeyHash, byte[] Signature);

/// <summary>A text with signatures, as the C2SP specification signed-note has it.</summary>
/// <param name="Text">Ends with a line feed.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const string Dash = "— ";
    private const byte Ed25519Kind = 0x01;

    /// <summary>The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), big-endian.</summary>
    public static uint KeyHash(string name, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0x0A, Ed25519Kind, .. publicKey]));

    /// <summary>The key as verifiers take it: name, hash and key, joined by plus signs.</summary>
    public static string VerifierKey(string name, ReadOnlySpan<byte> publicKey) =>
        $"{name}+{KeyHash(name, publicKey):x8}+{Convert.ToBase64String([Ed25519Kind, .. publicKey])}";

    /// <summary>Reads a verifier key; null where the text is none, or its hash is not the key's.</summary>
    public static (string Name, byte[] PublicKey)? ReadVerifierKey(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || Bytes(parts[2]) is not [Ed25519Kind, .. var key] || key.Length != Ed25519.KeySize)
        {
            return null;
        }

        return $"{KeyHash(parts[0], key):x8}" == parts[1] ? (parts[0], key) : null;
    }

    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public static SignedNote Sign(string text, string name, ReadOnlySpan<byte> secret) =>
        new(text, [new NoteSignature(name, KeyHash(name, Ed25519.PublicKey(secret)), Ed25519.Sign(secret, Encoding.UTF8.GetBytes(text)))]);

    /// <summary>Null where the text is no signed note.</summary>
    public static SignedNote? Read(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n'))
        {
            return null;
        }

        var signatures = new List<NoteSignature>();
        foreach (var line in note[(end + 2)..^1].Split('\n'))
        {
            var words = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
            if (words is not [{ Length: > 0 } name, var encoded] || Bytes(encoded) is not { Length: > 4 } bytes)
            {
                return null;
            }

            signatures.Add(new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]));
        }

        return new SignedNote(note[..(end + 1)], signatures);
    }

    /// <summary>Whether one of the signatures is by that key under that name.</summary>
    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public bool IsSignedBy(string name, ReadOnlySpan<byte> publicKey)
    {
        foreach (var signature in Signatures)
        {
            if (signature.Name == name && signature.KeyHash == KeyHash(name, publicKey) && Ed25519.Verify(publicKey, Encoding.UTF8.GetBytes(Text), signature.Signature))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        Span<byte> hash = stackalloc byte[4];
        foreach (var signature in Signatures)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash, signature.KeyHash);
            note.Append(Dash).Append(signature.Name).Append(' ').Append(Convert.ToBase64String([.. hash, .. signature.Signature])).Append('\n');
        }

        return note.ToString();
    }

    private static byte[]? Bytes(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
