using Herdbook.DuckDb;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A connection to one generation.</summary>
/// <param name="file">The generation's file.</param>
/// <param name="temporary">A folder for what is made on the way.</param>
internal sealed class Gold(DuckDbConnection connection, string file, string temporary, Freshness fresh, Action give) : IAsyncDisposable
{
    private bool _isSet;

    public Freshness Fresh => fresh;

    public Task<InsightTable> AskAsync(string sql, IReadOnlyDictionary<string, string?> parameters, int most, CancellationToken ct)
    {
        if (!_isSet)
        {
            connection.Execute("set TimeZone = 'UTC'", ct);
            _isSet = true;
        }

        using var statement = connection.Prepare(sql);
        foreach (var (name, value) in parameters)
        {
            statement.Bind(name, value);
        }

        using var result = statement.Query(ct);
        var rows = new List<object?[]>();
        var hasMore = false;
        while (!hasMore && result.Fetch(ct) is { } fetched)
        {
            using var chunk = fetched;
            for (var row = 0; row < chunk.RowCount && !hasMore; row++)
            {
                hasMore = rows.Count == most;
                if (!hasMore)
                {
                    var values = new object?[result.Columns.Count];
                    for (var column = 0; column < values.Length; column++)
                    {
                        values[column] = Plain(chunk[column].GetValue(row));
                    }

                    rows.Add(values);
                }
            }
        }

        return Task.FromResult(InsightTable.Of([.. result.Columns.Select(column => column.Name)], rows, hasMore));
    }

    /// <summary>Money and sums as .NET's own figures: no figure of gold has more digits than they keep.</summary>
    private static object? Plain(object? value) => value switch
    {
        DuckDbDecimal exact => exact.ToDecimal(),
        Int128 large => (long)large,
        _ => value,
    };

    /// <summary>
    /// A query's rows as a file, written by DuckDB itself in an engine of its own: the one that answers pages may touch no file.
    /// The file is gone when the stream is closed.
    /// </summary>
    /// <param name="format">csv or parquet.</param>
    public Stream Export(string sql, IReadOnlyDictionary<string, string?> parameters, string format, CancellationToken ct)
    {
        Directory.CreateDirectory(temporary);
        var path = Path.Combine(temporary, $"export-{Guid.NewGuid():N}.{format}");
        using var database = DuckDbDatabase.InMemory(new DuckDbOptions { MemoryLimit = "512MB", Threads = 2, TempDirectory = temporary });
        using var writer = database.Connect();
        writer.Execute($"attach {Quoted(file)} as gold (read_only); use gold; set TimeZone = 'UTC'", ct);
        using (var statement = writer.Prepare($"create temp table exported as {sql}"))
        {
            foreach (var (name, value) in parameters)
            {
                statement.Bind(name, value);
            }

            statement.Execute(ct);
        }

        writer.Execute($"copy exported to {Quoted(path)} ({(format == "parquet" ? "format parquet" : "format csv, header")})", ct);
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
    }

    private static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        give();
        return ValueTask.CompletedTask;
    }
}
