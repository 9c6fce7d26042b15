using System.Security.Cryptography;

namespace Herdbook.Intake;

/// <summary>Tells whether a file is still the one that was read, or another under its name.</summary>
internal static class FileHead
{
    public const int Length = 1024;

    /// <summary>SHA-256 of the file's first bytes: of the <paramref name="read"/> that were read, at most <see cref="Length"/>.</summary>
    public static byte[] Digest(FileStream file, long read)
    {
        Span<byte> head = stackalloc byte[(int)Math.Min(read, Length)];
        var filled = 0;
        while (filled < head.Length && RandomAccess.Read(file.SafeFileHandle, head[filled..], filled) is var n and > 0)
        {
            filled += n;
        }

        return SHA256.HashData(head[..filled]);
    }
}
