namespace Herdbook.Catalog;

/// <summary>The statements that make one table, with keys, rules and indexes. Every key begins with the tenant.</summary>
internal sealed class TableDdl(TableDeclaration table, CatalogSet catalog, SchemaNames names, SqlText text, ServerFeatures server)
{
    private readonly string _target = $"{Quote.Name(names.Of(table.Module))}.{Quote.Name(table.Name)}";
    private readonly ColumnDdl _columns = new(table, names, text, server);
    private readonly IndexDdl _indexes = new(table, names, text, server);

    public IEnumerable<Statement> Create()
    {
        var columns = table.AllColumns.Select(_columns.Definition);
        yield return Of($"create table {_target} (\n    {string.Join(",\n    ", columns)}\n)", "table", table.At);
        yield return Constraint("pkey", $"primary key ({Key(table.Key)})", "key", table.At);
        foreach (var unique in table.Unique)
        {
            yield return IndexDdl.IsConstraint(unique) ? Constraint(_indexes.Suffix(unique), $"unique ({Key(unique.Columns)})", $"unique {string.Join(", ", unique.Columns)}", unique.At) : _indexes.Unique(unique);
        }

        foreach (var (suffix, rule, what, at) in _columns.Rules().Concat(Rules()))
        {
            yield return Constraint(suffix, $"check ({rule})", what, at);
        }

        foreach (var index in _indexes.All(catalog))
        {
            yield return index;
        }

        foreach (var comment in Comments())
        {
            yield return comment;
        }
    }

    /// <summary>Columns and keys alone: enough for others to refer to the table and to read it.</summary>
    public IEnumerable<Statement> Bare()
    {
        yield return Of($"create table {_target} (\n    {string.Join(",\n    ", table.AllColumns.Select(column => $"{Quote.Name(column.Name)} {server.TypeOf(column.Type)}"))}\n)", "table", table.At);
        yield return Constraint("pkey", $"primary key ({Key(table.Key)})", "key", table.At);
        foreach (var unique in table.Unique.Where(IndexDdl.IsConstraint))
        {
            yield return Constraint(_indexes.Suffix(unique), $"unique ({Key(unique.Columns)})", $"unique {string.Join(", ", unique.Columns)}", unique.At);
        }
    }

    /// <summary>A link on a ledger is shown, never enforced: events may arrive before definitions.</summary>
    public IEnumerable<Statement> ForeignKeys()
    {
        foreach (var column in References.Enforced(table))
        {
            var target = catalog[column.Refers!.Table];
            var deleted = column.Refers.OnDelete switch
            {
                "cascade" => " on delete cascade",

                // The tenant stays: it stands in the key.
                "set null" => $" on delete set null ({Quote.Name(column.Name)})",
                _ => "",
            };
            yield return Constraint(
                $"{column.Name}_fkey",
                $"foreign key ({Key([column.Name])}) references {Quote.Name(names.Of(target.Module))}.{Quote.Name(target.Name)} ({Key(column.Refers.Column is { } named ? [named] : target.Key)}){deleted}",
                $"link {column.Name}",
                column.At);
        }
    }

    /// <summary>Isolation, triggers and privileges.</summary>
    public IEnumerable<Statement> Promises() => new TablePromises(table, catalog, names, server, _target).Statements();

    private string Key(IEnumerable<string> columns) => Quote.Names(IndexDdl.WithTenant(table, columns));

    private IEnumerable<(string Suffix, string Rule, string What, SourceMark At)> Rules()
    {
        if (table.Isolated)
        {
            yield return ("tenant_present", "tenant_id <> ''", "tenant", table.At);
        }

        if (table.Subject is { } subject)
        {
            yield return ("subject_whole", $"({Quote.Name(subject.TypeColumn)} is null) = ({Quote.Name(subject.IdColumn)} is null)", "subject", table.At);
        }

        foreach (var check in table.Checks)
        {
            yield return ($"{check.Name}_check", text.Of(check.Sql), $"check {check.Name}", check.At);
        }
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
        Of($"alter table {_target} add constraint {Quote.Name(Quote.Fit($"{table.Name}_{suffix}"))} {rule}", what, at);

    private Statement Of(string sql, string what, SourceMark at) => new(sql, table.FullName, what, at);
}
