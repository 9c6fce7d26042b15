using System.Globalization;

namespace Herdbook.Catalog;

/// <summary>The statements that make one table, with keys, rules and indexes. Every key begins with the tenant.</summary>
internal sealed class TableDdl(TableDeclaration table, CatalogSet catalog, SchemaNames names)
{
    private readonly string _target = $"{Quote.Name(names.Of(table.Module))}.{Quote.Name(table.Name)}";

    public IEnumerable<Statement> Create()
    {
        var columns = table.AllColumns.Select(Column);
        yield return Of($"create table {_target} (\n    {string.Join(",\n    ", columns)}\n)", "table", table.At);
        yield return Constraint("pkey", $"primary key ({Key(table.Key)})", "key", table.At);
        foreach (var unique in table.Unique)
        {
            var suffix = string.Join('_', unique.Columns) + "_key";
            yield return unique.Where is null
                ? Constraint(suffix, $"unique ({Key(unique.Columns)})", $"unique {string.Join(", ", unique.Columns)}", unique.At)
                : Of($"create unique index {Named(suffix)} on {_target} ({Key(unique.Columns)}) where {unique.Where}", $"unique {string.Join(", ", unique.Columns)}", unique.At);
        }

        foreach (var check in Checks())
        {
            yield return check;
        }

        foreach (var index in table.Indexes)
        {
            yield return Index(index);
        }

        if (table.Kind == TableKind.Ledger)
        {
            yield return Of($"create index {Named("booked_xid_idx")} on {_target} (booked_xid)", "index booked_xid", table.At);
        }

        foreach (var comment in Comments())
        {
            yield return comment;
        }
    }

    /// <summary>Columns and keys alone: enough for others to refer to the table and to read it.</summary>
    public IEnumerable<Statement> Bare()
    {
        yield return Of($"create table {_target} (\n    {string.Join(",\n    ", table.AllColumns.Select(column => $"{Quote.Name(column.Name)} {column.Type}"))}\n)", "table", table.At);
        yield return Constraint("pkey", $"primary key ({Key(table.Key)})", "key", table.At);
        foreach (var unique in table.Unique.Where(unique => unique is { Where: null, Expressions: [] }))
        {
            yield return Constraint(string.Join('_', unique.Columns) + "_key", $"unique ({Key(unique.Columns)})", $"unique {string.Join(", ", unique.Columns)}", unique.At);
        }
    }

    /// <summary>A link on a ledger is shown, never enforced: events may arrive before definitions.</summary>
    public IEnumerable<Statement> ForeignKeys()
    {
        if (table.Kind == TableKind.Ledger)
        {
            yield break;
        }

        foreach (var column in table.Columns.Where(column => column.Refers is { Enforced: true }))
        {
            var target = catalog[column.Refers!.Table];
            yield return Constraint(
                $"{column.Name}_fkey",
                $"foreign key ({Key([column.Name])}) references {Quote.Name(names.Of(target.Module))}.{Quote.Name(target.Name)} ({Key(target.Key)})",
                $"link {column.Name}",
                column.At);
        }
    }

    /// <summary>Isolation, triggers and privileges.</summary>
    public IEnumerable<Statement> Promises() => new TablePromises(table, names, _target).Statements();

    private string Key(IEnumerable<string> columns) =>
        Quote.Names(table.Isolated ? columns.Where(column => column != ImplicitColumns.Tenant).Prepend(ImplicitColumns.Tenant) : columns);

    private string Column(ColumnDeclaration column)
    {
        var identity = column.Identity ? $" {Sequences.Identity(Quote.Name(names.Of(table.Module)), table.Name, column.Name)}" : "";
        var value = column.Default is { } given ? $" default {Value(given, column.Type)}" : "";
        return $"{Quote.Name(column.Name)} {column.Type}{value}{identity}{(column.Required ? " not null" : "")}";
    }

    private static string Value(DefaultValue value, string type) => value.IsSql ? $"({value.Text})" : $"{Quote.Literal(value.Text)}::{type}";

    private IEnumerable<Statement> Checks()
    {
        if (table.Isolated)
        {
            yield return Constraint("tenant_present", "check (tenant_id <> '')", "tenant", table.At);
        }

        foreach (var column in table.Columns)
        {
            var name = Quote.Name(column.Name);
            if (column.OneOf is { } values)
            {
                yield return Constraint($"{column.Name}_one_of", $"check ({name} in ({string.Join(", ", values.Select(value => $"{Quote.Literal(value)}::{column.Type}"))}))", $"oneOf of {column.Name}", column.At);
            }

            if ((column.Min ?? column.Max) is not null)
            {
                string?[] bounds = [column.Min is { } min ? $"{name} >= {Number(min)}" : null, column.Max is { } max ? $"{name} <= {Number(max)}" : null];
                yield return Constraint($"{column.Name}_range", $"check ({string.Join(" and ", bounds.OfType<string>())})", $"range of {column.Name}", column.At);
            }
        }

        if (table.Subject is { } subject)
        {
            yield return Constraint("subject_whole", $"check (({Quote.Name(subject.TypeColumn)} is null) = ({Quote.Name(subject.IdColumn)} is null))", "subject", table.At);
        }

        foreach (var check in table.Checks)
        {
            yield return Constraint($"{check.Name}_check", $"check ({check.Sql})", $"check {check.Name}", check.At);
        }
    }

    private Statement Index(IndexDeclaration index)
    {
        // A GIN index takes no plain text beside its documents; every other begins with the tenant, as each query does.
        var columns = index.Using == "btree" ? Key(index.Columns) : Quote.Names(index.Columns);
        var where = index.Where is null ? "" : $" where {index.Where}";
        var name = string.Join('_', index.Columns) + (index.Using == "btree" ? "" : $"_{index.Using}") + (index.Where is null ? "" : "_part") + "_idx";
        return Of($"create index {Named(name)} on {_target} using {index.Using} ({columns}){where}", $"index {string.Join(", ", index.Columns)}", index.At);
    }

    private IEnumerable<Statement> Comments()
    {
        var about = table.RebuildFrom is null ? table.About : $"{table.About} Rebuilt from: {table.RebuildFrom}.";
        yield return Of($"comment on table {_target} is {Quote.Literal(about)}", "comment", table.At);
        foreach (var column in table.AllColumns.Where(column => column.About is not null))
        {
            yield return Of($"comment on column {_target}.{Quote.Name(column.Name)} is {Quote.Literal(column.About!)}", $"comment of {column.Name}", column.At);
        }
    }

    private Statement Constraint(string suffix, string rule, string what, SourceMark at) =>
        Of($"alter table {_target} add constraint {Named(suffix)} {rule}", what, at);

    private Statement Of(string sql, string what, SourceMark at) => new(sql, table.FullName, what, at);

    private string Named(string suffix) => Quote.Name(Quote.Fit($"{table.Name}_{suffix}"));

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
