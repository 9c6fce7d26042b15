using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Reading;

/// <summary>A file, or a folder of partitions, that was written.</summary>
public sealed record ExportedFile(string Path, long Rows);

/// <summary>Writes tables of one generation to a folder, so that all files are of one moment. A file appears when it is whole.</summary>
/// <param name="folder">Absolute; made where it is absent.</param>
/// <param name="format">parquet, csv or ndjson.</param>
/// <param name="monthColumn">A column of dates or moments by whose month Parquet is partitioned, where a table has it.</param>
public sealed class FolderExport(WarehouseReader reader, string folder, string format, string? monthColumn)
{
    private const string Gold = "herd_dm";

    /// <summary>Writes tables or views; without names, all of gold.</summary>
    /// <exception cref="RefusedException">`export_unknown`: the warehouse has no such table; nothing was written.</exception>
    public async Task<IReadOnlyList<ExportedFile>> WriteTablesAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        var all = await WarehouseSchema.ReadAsync(reader, ct);
        var chosen = names.Count == 0
            ? [.. all.Where(relation => relation.Schema == Gold)]
            : names.Select(name => Find(all, name)).ToList();
        if (chosen.Count == 0)
        {
            throw new RefusedException("export_unknown", "The warehouse has no gold tables yet. Run `herdbook warehouse build`.");
        }

        var files = new List<ExportedFile>();
        foreach (var relation in chosen)
        {
            // Two schemas may have tables of one name.
            var name = chosen.Count(other => other.Name == relation.Name) > 1 ? relation.FullName : relation.Name;
            var month = relation.Columns.FirstOrDefault(column => column.Name == monthColumn)?.Name;
            files.Add(await WriteAsync(name, WarehouseSchema.All(relation).Sql, month, ct));
        }

        return files;
    }

    /// <summary>Writes the rows of people's SQL.</summary>
    /// <exception cref="RefusedException">`sql_refused`, `sql_failed`.</exception>
    public async Task<ExportedFile> WriteQueryAsync(string name, string sql, CancellationToken ct)
    {
        try
        {
            using (var connection = reader.Connect())
            {
                GuardedSql.Prepare(connection, sql).Dispose();
            }

            return await WriteAsync(name, Words.WithoutEnd(sql), monthColumn, ct);
        }
        catch (DuckDbException failure)
        {
            throw GuardedSql.Failed(failure);
        }
    }

    private static WarehouseRelation Find(IReadOnlyList<WarehouseRelation> all, string name) =>
        all.FirstOrDefault(relation => relation.FullName == name) ?? all.FirstOrDefault(relation => relation.Name == name)
        ?? throw new RefusedException("export_unknown", $"The warehouse has no table or view {name}. `herdbook warehouse sql \"show all tables\"` lists what it has. Nothing was written.");

    private Task<ExportedFile> WriteAsync(string name, string select, string? month, CancellationToken ct) => Task.Run(() =>
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, month is null ? $"{name}.{format}" : name);
        var fresh = Path.Combine(folder, $".{name}-{Guid.NewGuid():N}");
        try
        {
            using var database = WarehouseStore.OpenGuarded(reader.Open.File, Path.Combine(reader.Open.Folder.Temporary, $"export-{Guid.NewGuid():N}"), "1GB", folder);
            using var connection = database.Connect();
            var source = month is null ? select : $"select *, strftime({Relation.Quote(month)}, '%Y-%m') as month from (\n{select}\n)";
            var options = (format, month) switch
            {
                ("csv", _) => "format csv, header true",
                ("ndjson", _) => "format json",
                (_, null) => "format parquet, compression zstd",
                _ => "format parquet, compression zstd, partition_by (month)",
            };
            var rows = connection.Execute($"copy (\n{source}\n) to {Relation.Literal(fresh)} ({options})", ct);
            Replace(fresh, target);
            return new ExportedFile(target, rows);
        }
        finally
        {
            Remove(fresh);
        }
    }, ct);

    private static void Replace(string fresh, string target)
    {
        if (Directory.Exists(fresh))
        {
            Remove(target);
            Directory.Move(fresh, target);
        }
        else
        {
            File.Move(fresh, target, overwrite: true);
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
