using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Reading;

/// <summary>A query's rows as a file: streamed as CSV, JSON or NDJSON; Parquet is written beside the warehouse first, sent, and removed.</summary>
public static class WarehouseExport
{
    /// <summary>Endings of files, with their media types.</summary>
    public static readonly IReadOnlyDictionary<string, string> Formats = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["json"] = "application/json",
        ["ndjson"] = "application/x-ndjson",
        ["parquet"] = "application/vnd.apache.parquet",
    };

    /// <summary>Writes the rows of our own query.</summary>
    /// <param name="begin">Called when the rows are about to come: what fails before has written nothing.</param>
    public static Task WriteAsync(WarehouseReader reader, NamedQuery query, string format, Action begin, Stream output, CancellationToken ct) =>
        WriteAsync(reader, query.Sql, query.Parameters, isPeoples: false, format, begin, output, ct);

    /// <summary>Writes the rows of people's SQL.</summary>
    /// <exception cref="RefusedException">`sql_refused`, `sql_failed`, `sql_timeout`, before <paramref name="begin"/>.</exception>
    public static Task WriteAsync(WarehouseReader reader, string sql, string format, Action begin, Stream output, CancellationToken ct) =>
        WriteAsync(reader, sql, NamedQuery.None, isPeoples: true, format, begin, output, ct);

    /// <exception cref="RefusedException">`export_unknown`.</exception>
    public static void RequireFormat(string format)
    {
        if (!Formats.ContainsKey(format))
        {
            throw new RefusedException("export_unknown", $"There is no export as {format}. There is {string.Join(", ", Formats.Keys)}.");
        }
    }

    private static async Task WriteAsync(
        WarehouseReader reader, string sql, IReadOnlyDictionary<string, object?> parameters, bool isPeoples, string format, Action begin, Stream output, CancellationToken ct)
    {
        RequireFormat(format);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ending.CancelAfter(QueryLimits.Export.Time);
        try
        {
            if (format == "parquet")
            {
                await WriteParquetAsync(reader, sql, parameters, isPeoples, begin, output, ending.Token);
                return;
            }

            using var connection = reader.Connect();
            using var statement = isPeoples ? GuardedSql.Prepare(connection, sql) : WarehouseReader.Bound(connection, sql, parameters);
            using var result = await Task.Run(() => statement.Query(ending.Token), ending.Token);
            begin();
            await (format switch
            {
                "csv" => RowCsv.WriteAsync(result, output, ending.Token),
                "json" => RowJson.WriteArrayAsync(result, output, ending.Token),
                _ => RowJson.WriteLinesAsync(result, output, ending.Token),
            });
        }
        catch (DuckDbException failure) when (isPeoples)
        {
            throw GuardedSql.Failed(failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new RefusedException("sql_timeout", $"The export was ended after {QueryLimits.Export.Time.TotalMinutes:0} minutes.");
        }
    }

    private static async Task WriteParquetAsync(
        WarehouseReader reader, string sql, IReadOnlyDictionary<string, object?> parameters, bool isPeoples, Action begin, Stream output, CancellationToken ct)
    {
        var folder = Path.Combine(reader.Open.Folder.Temporary, $"export-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var file = Path.Combine(folder, "rows.parquet");
            await Task.Run(() => Copy(reader.Open, sql, parameters, isPeoples, folder, file, ct), ct);
            await using var rows = File.OpenRead(file);
            begin();
            await rows.CopyToAsync(output, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs in a database of its own, which may write to this one folder and reach nothing else.</summary>
    private static void Copy(
        OpenGeneration open, string sql, IReadOnlyDictionary<string, object?> parameters, bool isPeoples, string folder, string file, CancellationToken ct)
    {
        using var database = WarehouseStore.OpenGuarded(open.File, Path.Combine(folder, "spill"), "512MB", folder);
        using var connection = database.Connect();
        if (isPeoples)
        {
            GuardedSql.Prepare(connection, sql).Dispose();
        }

        // The statement was found to be one that reads; a closing semicolon or comment must not reach into ours.
        using var statement = WarehouseReader.Bound(connection, $"copy (\n{Words.WithoutEnd(sql)}\n) to {Relation.Literal(file)} (format parquet, compression zstd)", parameters);
        statement.Execute(ct);
    }
}
