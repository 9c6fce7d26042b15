namespace Herdbook.DuckDb;

/// <summary>One row of a chunk, by column name or number; readable until the next row is asked for. What may be null is asked by `IsNull` or the `…OrNull` getters.</summary>
public readonly struct DuckDbRow
{
    private readonly DuckDbChunk _chunk;
    private readonly int _row;
    private readonly Names _names;

    internal DuckDbRow(DuckDbChunk chunk, int row, Names names)
    {
        _chunk = chunk;
        _row = row;
        _names = names;
    }

    public object? this[int column] => _chunk[column].GetValue(_row);

    public object? this[string column] => this[_names.Of(column)];

    public bool IsNull(string column) => _chunk[_names.Of(column)].IsNull(_row);

    public string GetString(string column) => Of(column).GetString(_row);

    public string? GetStringOrNull(string column) => IsNull(column) ? null : GetString(column);

    public bool GetBoolean(string column) => Of(column).GetBoolean(_row);

    public bool? GetBooleanOrNull(string column) => IsNull(column) ? null : GetBoolean(column);

    public long GetInt64(string column) => Of(column).GetInt64(_row);

    public long? GetInt64OrNull(string column) => IsNull(column) ? null : GetInt64(column);

    public double GetDouble(string column) => Of(column).GetDouble(_row);

    public double? GetDoubleOrNull(string column) => IsNull(column) ? null : GetDouble(column);

    public decimal GetDecimal(string column) => Of(column).GetDecimal(_row);

    public decimal? GetDecimalOrNull(string column) => IsNull(column) ? null : GetDecimal(column);

    public DateOnly GetDate(string column) => Of(column).GetDate(_row);

    public DateOnly? GetDateOrNull(string column) => IsNull(column) ? null : GetDate(column);

    public DateTimeOffset GetDateTimeOffset(string column) => Of(column).GetDateTimeOffset(_row);

    public DateTimeOffset? GetDateTimeOffsetOrNull(string column) => IsNull(column) ? null : GetDateTimeOffset(column);

    public Guid GetGuid(string column) => Of(column).GetGuid(_row);

    private DuckDbVector Of(string column)
    {
        var vector = _chunk[_names.Of(column)];
        return vector.IsNull(_row) ? throw new InvalidOperationException($"The column {column} is null in this row.") : vector;
    }

    /// <summary>Column numbers by name; of equal names the first.</summary>
    internal sealed class Names
    {
        private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

        public Names(IReadOnlyList<DuckDbColumn> columns)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                _columns.TryAdd(columns[i].Name, i);
            }
        }

        public int Of(string column) => _columns.TryGetValue(column, out var index)
            ? index
            : throw new ArgumentException($"The result has no column {column}; it has {string.Join(", ", _columns.Keys)}.", nameof(column));
    }
}
