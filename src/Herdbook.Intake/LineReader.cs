using System.Buffers;

namespace Herdbook.Intake;

/// <summary>One line of a file, without its line feed. Valid until the next line is read.</summary>
/// <param name="Bytes">The line; of one beyond <paramref name="Bound"/> only the first <see cref="LineReader.KeptOfLargeLine"/> bytes.</param>
/// <param name="Offset">Where it starts in the file, in bytes.</param>
/// <param name="Length">Its whole length in bytes, without the line feed.</param>
/// <param name="Terminated">A line feed follows: no writer is still at it.</param>
/// <param name="Bound">The longest that is taken, in bytes.</param>
internal readonly record struct Line(ReadOnlyMemory<byte> Bytes, long Offset, long Length, bool Terminated, int Bound = LineReader.MaxLineBytes)
{
    public bool TooLarge => Length > Bound;

    /// <summary>Where the next line starts.</summary>
    public long End => Offset + Length + (Terminated ? 1 : 0);
}

/// <summary>Reads lines from a growing file in bounded memory: one buffer, never larger than the largest line that is taken.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>A longer line is skipped and rejected as too large.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    /// <summary>A larger document is rejected as too large.</summary>
    public const int MaxDocumentBytes = 64 * 1024 * 1024;

    public const int KeptOfLargeLine = 64 * 1024;

    private const int UsualBytes = 256 * 1024;

    private readonly Stream _stream;
    private readonly bool _whole;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _start;
    private int _filled;
    private long _position;
    private bool _ended;

    /// <param name="whole">The file is one document: all of it is one line, whatever line feeds it holds.</param>
    public LineReader(Stream stream, long offset, bool whole = false)
    {
        _stream = stream;
        _whole = whole;
        Restart(offset);
    }

    private int Bound => _whole ? MaxDocumentBytes : MaxLineBytes;

    /// <summary>Reads on from another place, a byte offset at which a line starts.</summary>
    public void Restart(long offset)
    {
        _stream.Position = offset;
        (_start, _filled, _position, _ended) = (0, 0, offset, false);
    }

    /// <summary>The next line, or null at the end of what is there now.</summary>
    public Line? Next(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start + searched, _filled - _start - searched);
            var feed = _whole ? -1 : rest.IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(searched + feed, terminated: true);
            }

            searched = _filled - _start;
            if (_ended)
            {
                return searched == 0 ? null : Take(searched, terminated: false);
            }

            if (searched > Bound)
            {
                return Skip(searched, ct);
            }

            ct.ThrowIfCancellationRequested();
            Fill();
        }
    }

    /// <summary>Lines that were read are gone with it.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Line Take(int length, bool terminated)
    {
        var line = new Line(_buffer.AsMemory(_start, length), _position, length, terminated, Bound);
        _start += length + (terminated ? 1 : 0);
        _position = line.End;
        return line.TooLarge ? line with { Bytes = line.Bytes[..KeptOfLargeLine] } : line;
    }

    /// <summary>Reads past a line beyond the bound, keeping only its beginning.</summary>
    private Line Skip(int read, CancellationToken ct)
    {
        var kept = _buffer.AsSpan(_start, KeptOfLargeLine).ToArray();
        long length = read;
        Replace(UsualBytes, keep: 0);
        _start = _filled = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            Fill();
            var feed = _whole ? -1 : _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
            if (feed >= 0 || _ended)
            {
                length += feed >= 0 ? feed : _filled;
                _start = feed >= 0 ? feed + 1 : _filled;
                var line = new Line(kept, _position, length, feed >= 0, Bound);
                _position = line.End;
                return line;
            }

            length += _filled;
            _filled = 0;
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            _filled -= _start;
            _start = 0;
        }

        if (_filled == _buffer.Length)
        {
            Replace(_buffer.Length * 2, keep: _filled);
        }

        var read = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _ended = read == 0;
    }

    private void Replace(int length, int keep)
    {
        var other = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(0, keep).CopyTo(other);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }
}
