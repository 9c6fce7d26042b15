using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>
/// Appends rows to a table by vectors. For each row append one value to every column and call <see cref="EndRow"/>; or append
/// spans to every column and call <see cref="EndRows"/>. Full chunks go to DuckDB by themselves; <see cref="Close"/> brings the
/// rest. Rows stand when the connection's transaction is committed (without one, as they are flushed). One thread at a time.
/// Disposed without <see cref="Close"/>, what was not flushed yet is thrown away.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _handle;
    private readonly ChunkHandle _chunk;
    private readonly DuckDbColumnWriter[] _columns;
    private int _rows;
    private bool _closed;

    private DuckDbAppender(AppenderHandle handle, ChunkHandle chunk, DuckDbType[] types)
    {
        _handle = handle;
        _chunk = chunk;
        _columns = types.Select(type => new DuckDbColumnWriter(type)).ToArray();
        Begin();
    }

    /// <summary>Rows that a chunk holds at most.</summary>
    public static int ChunkRows { get; } = (int)DuckDbNative.VectorSize();

    public int ColumnCount => _columns.Length;

    /// <summary>Rows appended so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>How many more rows this chunk takes; spans must not be longer.</summary>
    public int Room => ChunkRows - _rows;

    public DuckDbColumnWriter this[int column] => _columns[column];

    /// <summary>Ends a row.</summary>
    /// <exception cref="InvalidOperationException">At a chunk's end: a column has more or fewer values than there are rows.</exception>
    /// <exception cref="DuckDbException">A constraint refused the rows.</exception>
    public void EndRow()
    {
        if (++_rows == ChunkRows)
        {
            Send();
        }
    }

    /// <summary>Ends rows of which a value was appended to every column; at most <see cref="Room"/>.</summary>
    public void EndRows(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Room, nameof(count));
        _rows += count;
        if (_rows == ChunkRows)
        {
            Send();
        }
    }

    /// <summary>Brings all rows so far to the table.</summary>
    /// <exception cref="DuckDbException">A constraint refused the rows.</exception>
    public void Flush()
    {
        Send();
        Require(DuckDbNative.AppenderFlush(_handle));
    }

    /// <summary>Flushes; nothing can be appended afterwards.</summary>
    public void Close()
    {
        if (!_closed)
        {
            Send();
            _closed = true;
            Require(DuckDbNative.AppenderClose(_handle));
        }
    }

    public void Dispose()
    {
        if (!_closed && !_handle.IsClosed)
        {
            // Destroying flushes what is left, which a caller that did not close does not want.
            DuckDbNative.AppenderClear(_handle);
        }

        _closed = true;
        _chunk.Dispose();
        _handle.Dispose();
    }

    internal static DuckDbAppender Create(DuckDbConnection connection, string? schema, string table, IReadOnlyList<string>? columns)
    {
        var state = DuckDbNative.AppenderCreateExt(connection.Handle, null, schema, table, out var native);
        var handle = new AppenderHandle(native);
        try
        {
            Require(handle, state);
            foreach (var column in columns ?? [])
            {
                Require(handle, DuckDbNative.AppenderAddColumn(handle, column));
            }

            var natives = new nint[DuckDbNative.AppenderColumnCount(handle)];
            try
            {
                for (var i = 0; i < natives.Length; i++)
                {
                    natives[i] = DuckDbNative.AppenderColumnType(handle, (ulong)i);
                }

                fixed (nint* first = natives)
                {
                    var chunk = new ChunkHandle(DuckDbNative.CreateDataChunk(first, (ulong)natives.Length));
                    return new DuckDbAppender(handle, chunk, [.. natives.Select(DuckDbType.Of)]);
                }
            }
            finally
            {
                for (var i = 0; i < natives.Length; i++)
                {
                    DuckDbNative.DestroyLogicalType(ref natives[i]);
                }
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void Begin()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Begin(DuckDbNative.DataChunkGetVector(_chunk.Value, (ulong)i), ChunkRows);
        }
    }

    private void Send()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count != _rows)
            {
                throw new InvalidOperationException($"Column {i} has {_columns[i].Count} values for {_rows} rows.");
            }
        }

        if (_rows == 0)
        {
            return;
        }

        foreach (var column in _columns)
        {
            column.Finish();
        }

        DuckDbNative.DataChunkSetSize(_chunk.Value, (ulong)_rows);
        Require(DuckDbNative.AppendDataChunk(_handle, _chunk));
        RowCount += _rows;
        _rows = 0;
        DuckDbNative.DataChunkReset(_chunk.Value);
        Begin();
    }

    private void Require(NativeState state) => Require(_handle, state);

    private static void Require(AppenderHandle handle, NativeState state)
    {
        if (state == NativeState.Success)
        {
            return;
        }

        var error = DuckDbNative.AppenderErrorData(handle);
        var message = Text.Kept(DuckDbNative.ErrorDataMessage(error));
        var type = (DuckDbErrorType)DuckDbNative.ErrorDataErrorType(error);
        DuckDbNative.DestroyErrorData(ref error);
        throw new DuckDbException(message.Length > 0 ? message : "The rows could not be appended.", type);
    }
}
