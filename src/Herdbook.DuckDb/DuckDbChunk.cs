using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>Up to 2,048 rows, column by column. Vectors of it are readable until it is disposed.</summary>
public sealed class DuckDbChunk : IDisposable
{
    private readonly ChunkHandle _handle;
    private readonly IReadOnlyList<DuckDbColumn> _columns;

    internal DuckDbChunk(ChunkHandle handle, IReadOnlyList<DuckDbColumn> columns)
    {
        _handle = handle;
        _columns = columns;
        RowCount = (int)DuckDbNative.DataChunkGetSize(handle.Value);
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Count;

    /// <exception cref="ObjectDisposedException">The chunk is gone.</exception>
    public DuckDbVector this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_columns.Count, nameof(column));
            RequireOpen();
            return new DuckDbVector(this, DuckDbNative.DataChunkGetVector(_handle.Value, (ulong)column), _columns[column].Type, RowCount);
        }
    }

    public void Dispose() => _handle.Dispose();

    internal void RequireOpen() => ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
}
