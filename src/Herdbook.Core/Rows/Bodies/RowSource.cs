using System.Buffers;
using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>The rows of a body, a chunk at a time. What it holds in memory is a chunk and the row that it reads, however long the body is.</summary>
internal abstract class RowSource(TableDeclaration table, RowInsertOptions options)
{
    private readonly RowScan _scan = new(table, options.Columns is null ? null : RowInputs.Of(table).Listed(options.Columns), options.PassOver);
    private ColumnPlaces? _first;
    private ColumnPlaces? _given;
    private ColumnPlaces? _chunk;

    protected TableDeclaration Table => table;

    protected RowInsertOptions Options => options;

    /// <summary>The columns of <c>columns=</c>, or null.</summary>
    protected IReadOnlyList<ColumnDeclaration>? Listed { get; } = options.Columns is null ? null : RowInputs.Of(table).Listed(options.Columns);

    /// <summary>Rows read so far.</summary>
    public long Rows { get; protected set; }

    /// <summary>Fills an empty chunk.</summary>
    /// <returns>False at the end of the body, with nothing in the chunk.</returns>
    /// <exception cref="RowRefusalException">Something in the body is not as it must be; it names row, line and column.</exception>
    public async ValueTask<bool> FillAsync(RowChunk chunk, CancellationToken ct)
    {
        _chunk?.Clear();
        try
        {
            await ReadAsync(chunk, ct);
        }
        catch (PieceTooLongException e)
        {
            throw Next.Refuse("row_too_large", string.Create(CultureInfo.InvariantCulture, $"it is longer than {ByteFeed.MaxPiece >> 20} MiB."),
                rule: "at most 16 MiB a row", remedy: "Keep large content in a file, and its address in the row.", status: 413, inner: e);
        }

        if (chunk.Count > 0)
        {
            chunk.Columns = Listed ?? Columns(chunk);
        }

        return chunk.Count > 0;
    }

    /// <summary>Where the row stands that comes next.</summary>
    protected abstract RowPlace Next { get; }

    protected abstract ValueTask ReadAsync(RowChunk chunk, CancellationToken ct);

    protected virtual IReadOnlyList<ColumnDeclaration> Columns(RowChunk chunk) => _scan.Columns(options.Missing == RowMissing.Default ? _chunk! : _first!);

    /// <summary>Looks through a row and puts it into the chunk.</summary>
    protected void Take(ReadOnlySpan<byte> row, RowPlace place, RowChunk chunk)
    {
        _given ??= _scan.None();
        _given.Clear();
        _scan.Look(row, place, _given);
        if (Listed is null)
        {
            Agree(place);
        }

        chunk.BeginRow().Write(row);
        chunk.EndRow(place);
        Rows++;
    }

    /// <summary>Without a word on what is missing, every row gives the same columns: a forgotten one is a mistake, not a null.</summary>
    private void Agree(RowPlace place)
    {
        if (options.Missing == RowMissing.Default)
        {
            (_chunk ??= _scan.None()).Add(_given!);
        }
        else if (_first is null)
        {
            (_first = _scan.None()).Add(_given!);
        }
        else if (!_first.Same(_given!))
        {
            var differing = _scan.Columns(_first).Select(column => column.Name).ToHashSet();
            differing.SymmetricExceptWith(_scan.Columns(_given!).Select(column => column.Name));
            throw place.Refuse("columns_differ", $"it does not give the same columns as the first row; the difference is {string.Join(", ", differing.Order())}.",
                differing.Order().First(), "every row gives the same columns",
                "Give every row the same columns, or name them in columns=, or send 'Prefer: missing=default'.");
        }
    }
}
