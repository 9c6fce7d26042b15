using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>One column of a result.</summary>
/// <param name="Name">As the statement names it; need not be unique.</param>
public sealed record DuckDbColumn(string Name, DuckDbType Type);

/// <summary>Rows of a statement, as chunks of at most 2,048. Read it with one thread, and dispose it.</summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly ResultHandle _handle;
    private DuckDbChunk? _shown;

    internal DuckDbResult(DuckDbConnection connection, ResultHandle handle)
    {
        _connection = connection;
        _handle = handle;
        var columns = new DuckDbColumn[DuckDbNative.ColumnCount(handle.Value)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = new LogicalTypeHandle(DuckDbNative.ColumnLogicalType(handle.Value, (ulong)i));
            columns[i] = new DuckDbColumn(Text.Kept(DuckDbNative.ColumnName(handle.Value, (ulong)i)), DuckDbType.Of(type.Value));
        }

        Columns = columns;
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    /// <summary>Rows inserted, updated or deleted; 0 for a query.</summary>
    public long RowsChanged => _handle.IsClosed ? 0 : (long)DuckDbNative.RowsChanged(_handle.Value);

    /// <summary>The next chunk, or null at the end. It stays readable until it is disposed, also when the result is.</summary>
    /// <exception cref="DuckDbException">Computing the next rows failed, or another statement of the connection ended this result.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbChunk? Fetch(CancellationToken ct)
    {
        var chunk = FetchNative(ct);
        return chunk is null ? null : new DuckDbChunk(chunk, Columns);
    }

    /// <summary>Row by row, each readable until the next is asked for; the last until the result is disposed.</summary>
    public IEnumerable<DuckDbRow> Rows(CancellationToken ct)
    {
        var names = new DuckDbRow.Names(Columns);
        while (Fetch(ct) is { } chunk)
        {
            _shown?.Dispose();
            _shown = chunk;
            for (var i = 0; i < chunk.RowCount; i++)
            {
                yield return new DuckDbRow(chunk, i, names);
            }
        }
    }

    public void Dispose()
    {
        _shown?.Dispose();
        _handle.Dispose();
    }

    internal bool Skip(CancellationToken ct)
    {
        using var chunk = FetchNative(ct);
        return chunk is not null;
    }

    internal static Exception Failure(ResultHandle result, CancellationToken ct) => Failure(Text.Kept(DuckDbNative.ResultError(result.Value)), ct);

    internal static Exception Failure(string message, CancellationToken ct)
    {
        var failure = new DuckDbException(message.Length > 0 ? message : "Invalid Error: the statement failed without a message");
        return failure.ErrorType == DuckDbErrorType.Interrupt && ct.IsCancellationRequested
            ? new OperationCanceledException("The statement was interrupted.", failure, ct)
            : failure;
    }

    private ChunkHandle? FetchNative(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _connection.RequireOpen();
        var held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            nint chunk;
            using (ct.UnsafeRegister(static c => ((DuckDbConnection)c!).Interrupt(), _connection))
            {
                chunk = DuckDbNative.FetchChunk(*_handle.Value);
            }

            if (chunk != 0)
            {
                var fetched = new ChunkHandle(chunk);
                if (DuckDbNative.DataChunkGetSize(chunk) > 0)
                {
                    return fetched;
                }

                fetched.Dispose();
            }

            return DuckDbNative.ResultError(_handle.Value) is null ? null : throw Failure(_handle, ct);
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }
}
