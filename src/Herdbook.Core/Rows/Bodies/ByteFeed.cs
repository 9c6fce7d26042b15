namespace Herdbook.Core.Rows.Bodies;

/// <summary>
/// Bytes of a stream, as many as a reader needs at once. Its memory follows the longest piece that is asked for, never the stream,
/// and that piece is bounded.
/// </summary>
internal sealed class ByteFeed(Stream stream)
{
    /// <summary>The most bytes of one row.</summary>
    public const int MaxPiece = 16 << 20;

    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private bool _begun;

    public bool Ended { get; private set; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start.._end);

    public void Advance(int bytes) => _start += bytes;

    /// <summary>Reads on: at least as much again as stands unread, so that looking at it anew costs no more than reading it once did.</summary>
    /// <exception cref="PieceTooLongException">What is unread has the greatest size already.</exception>
    public async ValueTask MoreAsync(CancellationToken ct)
    {
        var unread = _end - _start;
        if (unread >= MaxPiece)
        {
            throw new PieceTooLongException();
        }

        var room = Math.Max(unread, 4 << 10);
        if (_buffer.Length - _end < room)
        {
            var larger = _buffer.Length < unread + room ? new byte[Math.Max(_buffer.Length * 2, unread + room)] : _buffer;
            _buffer.AsSpan(_start.._end).CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, unread);
        }

        var most = _end + room;
        while (_end < most && !Ended)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
            Ended = read == 0;
            _end += read;
            if (unread == 0 && read > 0)
            {
                break;
            }
        }

        SkipByteOrderMark();
    }

    private void SkipByteOrderMark()
    {
        if (!_begun && (Ended || _end - _start >= 3))
        {
            _begun = true;
            _start += Unread.StartsWith("\uFEFF"u8) ? 3 : 0;
        }
    }
}

/// <summary>A row is longer than any may be.</summary>
internal sealed class PieceTooLongException : Exception;
