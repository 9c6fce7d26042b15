namespace Herdbook.Intake;

/// <summary>One line of a file, without its line feed. Valid until the next line is read.</summary>
/// <param name="Bytes">The line; of one beyond <see cref="LineReader.MaxLineBytes"/> only the first <see cref="LineReader.KeptOfLargeLine"/> bytes.</param>
/// <param name="Offset">Where it starts in the file, in bytes.</param>
/// <param name="Length">Its whole length in bytes, without the line feed.</param>
/// <param name="Terminated">A line feed follows: no writer is still at it.</param>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, long Offset, long Length, bool Terminated)
{
    public bool TooLarge => Length > LineReader.MaxLineBytes;

    /// <summary>Where the next line starts.</summary>
    public long End => Offset + Length + (Terminated ? 1 : 0);
}

/// <summary>Reads lines from a growing file in bounded memory: one buffer, never larger than the largest line that is taken.</summary>
internal sealed class LineReader(Stream stream, long offset)
{
    /// <summary>A longer line is skipped and rejected as too large.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    public const int KeptOfLargeLine = 64 * 1024;

    private byte[] buffer = new byte[256 * 1024];
    private int start;
    private int filled;
    private long position = offset;
    private bool ended;

    /// <summary>The next line, or null at the end of what is there now.</summary>
    public Line? Next(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var rest = buffer.AsSpan(start + searched, filled - start - searched);
            var feed = rest.IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(searched + feed, terminated: true);
            }

            searched = filled - start;
            if (ended)
            {
                return searched == 0 ? null : Take(searched, terminated: false);
            }

            if (searched > MaxLineBytes)
            {
                return Skip(searched, ct);
            }

            ct.ThrowIfCancellationRequested();
            Fill();
        }
    }

    private Line Take(int length, bool terminated)
    {
        var line = new Line(buffer.AsMemory(start, length), position, length, terminated);
        start += length + (terminated ? 1 : 0);
        position = line.End;
        return line.TooLarge ? line with { Bytes = line.Bytes[..KeptOfLargeLine] } : line;
    }

    /// <summary>Reads past a line beyond the bound, keeping only its beginning.</summary>
    private Line Skip(int read, CancellationToken ct)
    {
        var kept = buffer.AsSpan(start, KeptOfLargeLine).ToArray();
        long length = read;
        buffer = new byte[256 * 1024];
        start = filled = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            Fill();
            var feed = buffer.AsSpan(0, filled).IndexOf((byte)'\n');
            if (feed >= 0 || ended)
            {
                length += feed >= 0 ? feed : filled;
                start = feed >= 0 ? feed + 1 : filled;
                var line = new Line(kept, position, length, feed >= 0);
                position = line.End;
                return line;
            }

            length += filled;
            filled = 0;
        }
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
        }

        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        ended = read == 0;
    }
}
