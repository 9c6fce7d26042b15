using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Herdbook.Catalog.Extracts;
using Npgsql;

namespace Herdbook.Warehouse.Extract;

/// <summary>One extract, from the tables that are to be there to the watermark that is booked. Its caller holds both transactions.</summary>
internal sealed class ExtractRun(NpgsqlConnection connection, ExtractRequest request, ExtractWatermark mark, CancellationToken ct)
{
    /// <summary>PostgreSQL may search long before it finds a first row; who goes away is noticed by the connection's end.</summary>
    private const int ReadTimeout = 0;

    private const int VersionColumns = 7;
    private static readonly TimeSpan NewsEvery = TimeSpan.FromMilliseconds(300);

    private readonly BronzeFile _file = new(request.Target, ct);
    private readonly IReadOnlyList<ExtractTable> _tables = ExtractTable.All(request.Catalog);
    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);
    private readonly List<Unfit> _unfit = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _told;
    private long _bytes;
    private long _total;
    private long _batch;

    public ExtractSummary Go()
    {
        var last = _file.Open();

        // Of another database, or of a time before the last extract (a backup was restored), the numbers mean nothing here.
        var full = request.Full || last is not { } known || known.Source != mark.Source || known.Below > mark.Below;
        _batch = (last?.Batch ?? 0) + 1;
        var dropped = Prepare(full);
        var window = new ExtractWindow(full ? 0 : last!.Value.Below, mark.Below);
        foreach (var table in _tables.Where(table => !table.IsVersioned))
        {
            Rows(table, _replaced.Contains(table.FullName) ? window with { From = 0 } : window);
        }

        Versions(window, full);
        foreach (var table in _tables)
        {
            _file.Count(table, _rows[table.FullName], _batch);
        }

        var summary = new ExtractSummary
        {
            Batch = _batch,
            Full = full,
            Rows = _rows,
            Replaced = _replaced,
            Dropped = dropped,
            Watermark = mark,
            Unfit = _unfit,
            Bytes = _bytes,
            Took = _watch.Elapsed,
        };
        _file.Book(summary);
        return summary;
    }

    /// <summary>Makes tables that are new or have other columns than before, or all of them; takes away what is no longer declared.</summary>
    private List<string> Prepare(bool full)
    {
        var shapes = _file.Shapes();
        foreach (var table in _tables)
        {
            _rows.Add(table.FullName, 0);
            if (full || shapes.GetValueOrDefault(table.FullName) != BronzeFile.Shape(table))
            {
                _file.Make(table, _batch);
                _replaced.Add(table.FullName);
            }
        }

        var dropped = shapes.Keys.Where(name => !_rows.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        dropped.ForEach(_file.Drop);
        return dropped;
    }

    private void Rows(ExtractTable table, ExtractWindow window)
    {
        using var copy = Copy(ExtractSql.Rows(table, window), table.Columns.Count, out var stop);
        using (stop)
        {
            BronzeTable? into = null;
            try
            {
                while (copy.Next())
                {
                    into ??= new BronzeTable(table, request.Target, _batch, _unfit);
                    into.Append(copy);
                    if ((into.Rows & 0xFFF) == 0)
                    {
                        ct.ThrowIfCancellationRequested();
                        Tell(table, into.Rows, copy, isEnd: false);
                    }
                }

                Close(table, into, copy);
            }
            finally
            {
                into?.Dispose();
            }
        }
    }

    /// <summary>
    /// All new versions in one reading; then, of tables that are made anew, those from before. What the history tells of tables that are not
    /// extracted is passed over.
    /// </summary>
    private void Versions(ExtractWindow window, bool full)
    {
        Versions(window, null, _tables.Where(table => table.IsVersioned && (full || !_replaced.Contains(table.FullName))));
        var again = full ? [] : _tables.Where(table => table.IsVersioned && _replaced.Contains(table.FullName)).ToList();
        if (again.Count > 0)
        {
            Versions(window with { From = 0 }, [.. again.SelectMany(table => table.Declaration.Names)], again);
        }
    }

    private void Versions(ExtractWindow window, string[]? names, IEnumerable<ExtractTable> tables)
    {
        var wanted = tables.ToDictionary(table => table.FullName, StringComparer.Ordinal);
        var byName = new Dictionary<string, ExtractTable?>(StringComparer.Ordinal);
        var open = new Dictionary<string, BronzeTable>(StringComparer.Ordinal);
        var none = wanted.Count == 0;
        if (none)
        {
            return;
        }

        using var copy = Copy(ExtractSql.Versions(window, names), VersionColumns, out var stop);
        using (stop)
        {
            try
            {
                byte[] lastName = [];
                BronzeTable? into = null;
                for (var read = 1L; copy.Next(); read++)
                {
                    if (into is null || !copy[2].SequenceEqual(lastName))
                    {
                        lastName = copy[2].ToArray();
                        into = Into(Encoding.UTF8.GetString(lastName));
                    }

                    into?.Append(Version(copy));
                    if ((read & 0xFFF) == 0)
                    {
                        ct.ThrowIfCancellationRequested();
                        Tell("catalog.history", read, copy, isEnd: false);
                    }
                }

                foreach (var (name, table) in open)
                {
                    Close(wanted[name], table, null);
                }

                _bytes += copy.Bytes;
            }
            finally
            {
                foreach (var table in open.Values)
                {
                    table.Dispose();
                }
            }
        }

        BronzeTable? Into(string name)
        {
            if (!byName.TryGetValue(name, out var table))
            {
                table = request.Catalog.FindEver(name) is { } declared ? wanted.GetValueOrDefault(declared.FullName) : null;
                byName.Add(name, table);
            }

            if (table is not null && !open.ContainsKey(table.FullName))
            {
                open.Add(table.FullName, new BronzeTable(table, request.Target, _batch, _unfit));
            }

            return table is null ? null : open[table.FullName];
        }
    }

    private static RowVersion Version(BinaryCopy row) => new()
    {
        Id = BinaryPrimitives.ReadInt64BigEndian(row[0]),
        ChangedAt = BinaryPrimitives.ReadInt64BigEndian(row[1]) + BronzeTimes.EpochMicros,
        Key = row[3],
        Operation = row[4],
        IsThere = row[5][0] != 0,
        Row = row[6][1..],
    };

    private BinaryCopy Copy(string sql, int columns, out IDisposable stop)
    {
        ct.ThrowIfCancellationRequested();
        var stream = connection.BeginRawBinaryCopy(sql);
        stream.ReadTimeout = ReadTimeout;
        var copy = new BinaryCopy(stream, columns);
        stop = ct.UnsafeRegister(static copy => ((BinaryCopy)copy!).Stop(), copy);
        return copy;
    }

    private void Close(ExtractTable table, BronzeTable? into, BinaryCopy? copy)
    {
        into?.Close();
        var rows = into?.Rows ?? 0;
        _rows[table.FullName] += rows;
        _total += rows;
        _bytes += copy?.Bytes ?? 0;
        Tell(table.FullName, rows, null, isEnd: rows > 0);
    }

    private void Tell(ExtractTable table, long rows, BinaryCopy copy, bool isEnd) => Tell(table.FullName, rows, copy, isEnd);

    private void Tell(string table, long rows, BinaryCopy? copy, bool isEnd)
    {
        if (request.Progress is { } progress && (isEnd || _watch.Elapsed - _told > NewsEvery))
        {
            _told = _watch.Elapsed;
            progress.Report(new ExtractProgress(table, rows, _total + (isEnd ? 0 : rows), _bytes + (copy?.Bytes ?? 0)));
        }
    }
}
