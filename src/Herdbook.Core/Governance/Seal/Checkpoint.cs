using System.Globalization;

namespace Herdbook.Core.Governance.Seal;

/// <summary>The head of a tenant's log: how many entries it has, and the root over them. Its text is that of the C2SP specification tlog-checkpoint.</summary>
/// <param name="Origin">The log's name: the book's, a slash and the tenant's.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public string Text => $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(Root)}\n";

    /// <summary>Null where the text is none.</summary>
    public static Checkpoint? Read(string text)
    {
        var lines = text.Split('\n');
        if (lines is not [{ Length: > 0 } origin, var size, var root, ..]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves)
            || (size.Length > 1 && size[0] == '0'))
        {
            return null;
        }

        var hash = new byte[MerkleHash.Size];
        return Convert.TryFromBase64String(root, hash, out var written) && written == hash.Length ? new Checkpoint(origin, leaves, hash) : null;
    }

    public bool Same(Checkpoint other) => Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);
}
