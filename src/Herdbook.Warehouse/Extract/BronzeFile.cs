using System.Globalization;
using Herdbook.Catalog.Extracts;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Extract;

/// <summary>Tables of bronze, and what `meta` knows of them. Everything happens in the transaction of whoever calls.</summary>
internal sealed class BronzeFile(DuckDbConnection target, CancellationToken ct)
{
    private const string Meta = """
        create schema if not exists meta;
        create table if not exists meta.extract (
            batch bigint not null, source varchar not null, xmin_below ubigint not null, xmax ubigint not null, extracted_at timestamptz not null,
            is_full boolean not null, row_count bigint not null, bytes bigint not null, duration_ms bigint not null);
        create table if not exists meta.bronze (table_name varchar not null, shape varchar not null, batch bigint not null, row_count bigint not null);
        create table if not exists meta.unfit (table_name varchar not null, column_name varchar not null, row_key varchar not null, value varchar not null, batch bigint not null);
        """;

    private const string Last = "select batch, source, xmin_below from meta.extract order by batch desc limit 1";

    /// <summary>Columns that the extract adds to a version of a row.</summary>
    private const string OfVersions = "_version_id BIGINT, _operation VARCHAR, _changed_at TIMESTAMPTZ, _row_key VARCHAR, _deleted BOOLEAN, _batch BIGINT";

    /// <summary>Makes the tables of `meta`.</summary>
    /// <returns>The last extract, or null.</returns>
    public (long Batch, string Source, ulong Below)? Open()
    {
        target.Execute(Meta, ct);
        using var result = target.Query(Last, ct);
        foreach (var row in result.Rows(ct))
        {
            return (row.GetInt64("batch"), row.GetString("source"), Convert.ToUInt64(row["xmin_below"], CultureInfo.InvariantCulture));
        }

        return null;
    }

    /// <summary>Every table that is there, with its columns as they were declared when it was made.</summary>
    public Dictionary<string, string> Shapes()
    {
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        using var result = target.Query("select table_name, shape from meta.bronze", ct);
        foreach (var row in result.Rows(ct))
        {
            shapes.Add(row.GetString("table_name"), row.GetString("shape"));
        }

        return shapes;
    }

    /// <summary>The table's columns as one text: what differs in it is another table.</summary>
    public static string Shape(ExtractTable table) =>
        $"{(table.IsVersioned ? "versions" : "rows")} {string.Join(", ", table.Columns.Select(column => $"{Relation.Quote(column.Name)} {BronzeType.Of(column.Type)}{(column.Was is null ? "" : $" was {Relation.Quote(column.Was)}")}"))}";

    /// <summary>Makes the table, empty, in the place of the one that is there.</summary>
    public void Make(ExtractTable table, long batch)
    {
        Forget(table.FullName);
        var (module, name) = (Relation.Quote(table.Declaration.Module), Relation.Literal(table.FullName));
        var columns = string.Concat(table.Columns.Select(column => $"{Relation.Quote(column.Name)} {BronzeType.Of(column.Type)}, "));
        target.Execute(
            $"""
            create schema if not exists {module};
            create or replace table {Of(table).Sql} ({columns}{(table.IsVersioned ? OfVersions : "_batch BIGINT")});
            insert into meta.bronze values ({name}, {Relation.Literal(Shape(table))}, {Number(batch)}, 0);
            """,
            ct);
    }

    /// <summary>Takes away a table that is no longer declared.</summary>
    public void Drop(string fullName)
    {
        Forget(fullName);
        var parts = fullName.Split('.', 2);
        target.Execute($"drop table if exists {new Relation(parts[0], parts[1]).Sql}", ct);
    }

    public void Count(ExtractTable table, long rows, long batch)
    {
        if (rows > 0)
        {
            target.Execute($"update meta.bronze set row_count = row_count + {Number(rows)}, batch = {Number(batch)} where table_name = {Relation.Literal(table.FullName)}", ct);
        }
    }

    public void Book(ExtractSummary summary)
    {
        var mark = summary.Watermark;
        using var into = target.CreateAppender("meta", "extract");
        into[0].Append(summary.Batch);
        into[1].AppendString(mark.Source);
        into[2].Append(mark.Below);
        into[3].Append(mark.Next);
        into[4].AppendTimestampTz(mark.At);
        into[5].Append((byte)(summary.Full ? 1 : 0));
        into[6].Append(summary.TotalRows);
        into[7].Append(summary.Bytes);
        into[8].Append((long)summary.Took.TotalMilliseconds);
        into.EndRow();
        into.Close();

        using var unfit = target.CreateAppender("meta", "unfit");
        foreach (var value in summary.Unfit)
        {
            unfit[0].AppendString(value.Table);
            unfit[1].AppendString(value.Column);
            unfit[2].AppendString(value.Row);
            unfit[3].AppendString(value.Value);
            unfit[4].Append(summary.Batch);
            unfit.EndRow();
        }

        unfit.Close();
    }

    private void Forget(string fullName)
    {
        var name = Relation.Literal(fullName);
        target.Execute($"delete from meta.bronze where table_name = {name}; delete from meta.unfit where table_name = {name}", ct);
    }

    private static Relation Of(ExtractTable table) => new(table.Declaration.Module, table.Declaration.Name);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
