using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Herdbook.Warehouse.Extract;

/// <summary>
/// Rows of COPY … TO STDOUT (FORMAT BINARY), one after another, as spans of one buffer: nothing is copied, boxed or made for a value.
/// The buffer grows to the longest row and no further.
/// </summary>
internal sealed class BinaryCopy(NpgsqlRawCopyStream stream, int columns) : IDisposable
{
    private const int HeaderLength = 19;

    private readonly int[] _starts = new int[columns];
    private readonly int[] _lengths = new int[columns];
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _isBegun;
    private volatile bool _isEnded;
    private int _isStopped;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    public bool IsNull(int column) => _lengths[column] < 0;

    /// <summary>The value of a column that is not null; readable until the next row.</summary>
    public ReadOnlySpan<byte> this[int column] => _buffer.AsSpan(_starts[column], _lengths[column]);

    /// <summary>Goes to the next row. False at the end.</summary>
    /// <exception cref="PostgresException">The statement failed.</exception>
    /// <exception cref="NpgsqlException">The connection broke.</exception>
    public bool Next()
    {
        if (!_isBegun)
        {
            Begin();
        }

        while (true)
        {
            var state = Row();
            if (state != RowState.Cut)
            {
                return state == RowState.Whole;
            }

            Fill();
        }
    }

    /// <summary>What was not read to its end is ended at PostgreSQL: nobody waits for the rest of it.</summary>
    public void Dispose()
    {
        Stop();
        stream.Dispose();
    }

    /// <summary>Asks PostgreSQL to end the statement, once; safe from any thread. Of one that has ended nothing is asked.</summary>
    public void Stop()
    {
        if (!_isEnded && Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            try
            {
                stream.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    private void Begin()
    {
        while (_end < HeaderLength)
        {
            Fill();
        }

        if (!_buffer.AsSpan(0, 6).SequenceEqual("PGCOPY"u8))
        {
            throw new InvalidDataException("PostgreSQL's answer is no binary COPY.");
        }

        _start = HeaderLength + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(15));
        while (_end < _start)
        {
            Fill();
        }

        _isBegun = true;
    }

    private RowState Row()
    {
        var at = _start;
        if (_end - at < 2)
        {
            return RowState.Cut;
        }

        var count = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(at));
        at += 2;
        if (count < 0)
        {
            Drain();
            return RowState.None;
        }

        if (count != _starts.Length)
        {
            throw new InvalidDataException($"PostgreSQL sent {count} columns where {_starts.Length} were asked for.");
        }

        for (var i = 0; i < count; i++)
        {
            if (_end - at < 4)
            {
                return RowState.Cut;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at));
            at += 4;
            _starts[i] = at;
            _lengths[i] = length;
            if (length > 0)
            {
                if (_end - at < length)
                {
                    return RowState.Cut;
                }

                at += length;
            }
        }

        _start = at;
        return RowState.Whole;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        if (read == 0)
        {
            Cut();
        }

        _end += read;
        Bytes += read;
    }

    /// <summary>Reads on to where the statement has ended, so that a failure at its very end is heard.</summary>
    private void Drain()
    {
        while (stream.Read(_buffer) > 0)
        {
        }

        _isEnded = true;
    }

    [DoesNotReturn]
    private static void Cut() => throw new InvalidDataException("PostgreSQL's answer ends in the middle of a row.");

    private enum RowState
    {
        None,
        Cut,
        Whole,
    }
}
