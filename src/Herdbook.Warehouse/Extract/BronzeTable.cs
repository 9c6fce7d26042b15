using System.Globalization;
using System.Text;
using System.Text.Json;
using Herdbook.Catalog.Extracts;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>Appends rows to one table of bronze. What DuckDB's type cannot hold is appended as NULL, and told.</summary>
internal sealed class BronzeTable : IDisposable
{
    private readonly ExtractTable _table;
    private readonly DuckDbAppender _appender;
    private readonly long _batch;
    private readonly ICollection<Unfit> _unfit;
    private readonly Column[] _columns;
    private readonly bool[] _given;
    private readonly bool _wasRenamed;

    /// <summary>By place in the row's JSON, which of the columns was found there last: PostgreSQL writes the names of a table's rows in one order.</summary>
    private readonly List<(byte[] Name, int Column)> _order = [];

    public BronzeTable(ExtractTable table, DuckDbConnection target, long batch, ICollection<Unfit> unfit)
    {
        _table = table;
        _batch = batch;
        _unfit = unfit;
        _appender = target.CreateAppender(table.Declaration.Module, table.Declaration.Name);
        _columns = [.. table.Columns.Select((column, i) => new Column(column, _appender[i]))];
        _given = new bool[_columns.Length];
        _wasRenamed = table.Columns.Any(column => column.Was is not null);
    }

    public long Rows { get; private set; }

    /// <summary>A row as COPY sends it, in the order of the table's columns.</summary>
    public void Append(BinaryCopy row)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            if (row.IsNull(i))
            {
                column.Writer.AppendNull();
            }
            else if (!(column.IsList ? BronzeLists.Binary(column.Value, column.Writer, row[i]) : column.Value.Binary(column.Writer, row[i])))
            {
                column.Writer.AppendNull();
                Tell(column, string.Create(CultureInfo.InvariantCulture, $"row {Rows + 1} of batch {_batch}"), Unfit.Shown(column.Type, row[i]));
            }
        }

        _appender[_columns.Length].Append(_batch);
        _appender.EndRow();
        Rows++;
    }

    /// <summary>A version of a row, out of the history.</summary>
    public void Append(in RowVersion version)
    {
        var isDeleted = !version.IsThere;
        Array.Clear(_given);
        var reader = new Utf8JsonReader(version.Row);
        reader.Read();
        for (var place = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; place++)
        {
            var found = Find(ref reader, place);
            if (found < 0 || (_wasRenamed && !reader.ValueTextEquals(_columns[found].Name) && Has(version.Row, _columns[found].Name)))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            _given[found] = true;
            var column = _columns[found];
            if (reader.TokenType == JsonTokenType.Null)
            {
                column.Writer.AppendNull();
                continue;
            }

            isDeleted |= column.IsDeletedAt;
            var start = (int)reader.TokenStartIndex;
            if (!column.Json.Append(column.Writer, ref reader, version.Row))
            {
                column.Writer.AppendNull();
                Tell(column, Unfit.Shown(version.Key), Unfit.Shown(version.Row[start..(int)reader.BytesConsumed]));
            }
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            if (!_given[i])
            {
                _columns[i].Writer.AppendNull();
            }
        }

        End(version, isDeleted);
    }

    /// <summary>Brings the rest to DuckDB.</summary>
    public void Close() => _appender.Close();

    public void Dispose() => _appender.Dispose();

    private void End(in RowVersion version, bool isDeleted)
    {
        var at = _columns.Length;
        _appender[at].Append(version.Id);
        _appender[at + 1].AppendBytes(version.Operation);
        _appender[at + 2].Append(version.ChangedAt);
        _appender[at + 3].AppendBytes(version.Key);
        _appender[at + 4].Append((byte)(isDeleted ? 1 : 0));
        _appender[at + 5].Append(_batch);
        _appender.EndRow();
        Rows++;
    }

    /// <summary>The column that the name stands for, or -1.</summary>
    private int Find(ref Utf8JsonReader reader, int place)
    {
        if (place < _order.Count && reader.ValueTextEquals(_order[place].Name))
        {
            return _order[place].Column;
        }

        var found = -1;
        for (var i = 0; i < _columns.Length && found < 0; i++)
        {
            found = reader.ValueTextEquals(_columns[i].Name) ? i : -1;
        }

        for (var i = 0; i < _columns.Length && found < 0; i++)
        {
            found = _columns[i].Was is { } was && reader.ValueTextEquals(was) ? i : -1;
        }

        var known = (Encoding.UTF8.GetBytes(reader.GetString()!), found);
        if (place < _order.Count)
        {
            _order[place] = known;
        }
        else if (place == _order.Count)
        {
            _order.Add(known);
        }

        return found;
    }

    private static bool Has(ReadOnlySpan<byte> row, byte[] name)
    {
        var reader = new Utf8JsonReader(row);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }

    private void Tell(Column column, string row, string value) => _unfit.Add(new Unfit(_table.FullName, column.Declared.Name, row, value));

    private sealed class Column(ExtractColumn declared, DuckDbColumnWriter writer)
    {
        public ExtractColumn Declared { get; } = declared;

        public ExtractType Type => Declared.Type;

        public DuckDbColumnWriter Writer { get; } = writer;

        public BronzeValue Value { get; } = BronzeValue.Of(declared.Type);

        public BronzeJson Json { get; } = new(declared.Type, BronzeValue.Of(declared.Type));

        public bool IsList { get; } = declared.Type.IsList;

        public bool IsDeletedAt { get; } = declared.Name == "deleted_at";

        public byte[] Name { get; } = Encoding.UTF8.GetBytes(declared.Name);

        public byte[]? Was { get; } = declared.Was is null ? null : Encoding.UTF8.GetBytes(declared.Was);
    }
}
