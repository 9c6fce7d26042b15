namespace Herdbook.Catalog.Rows.Write;

/// <summary>
/// INSERT from one parameter, $1: a JSON array of objects. PostgreSQL reads each value by its column's own type, so that what an
/// export writes comes in again as it was. Identifiers are the catalog's.
/// </summary>
public static class RowInsertSql
{
    /// <param name="columns">Those to write, each once; none for rows of nothing but defaults.</param>
    /// <param name="returning">The keys as a text array, xmin as text, and whether the row is new.</param>
    public static string Compose(TableDeclaration table, IReadOnlyList<ColumnDeclaration> columns, RowInsertOptions options, bool returning)
    {
        var target = Target(table);
        var overriding = columns.Any(column => column.Identity) ? " overriding system value" : "";
        var into = columns.Count == 0 ? Quote.Name(ImplicitColumns.Tenant) : Quote.Names(columns.Select(column => column.Name));
        return $"insert into {target} as t ({into}){overriding} {Source(table, target, columns, options.Missing)}{Conflict(table, columns, options)}{(returning ? Returning(table) : "")}";
    }

    /// <summary>What tells a written row from others: its key as a text array, its xmin, and whether it is new.</summary>
    internal static string Returning(TableDeclaration table) =>
        $" returning array[{string.Join(", ", table.Key.Select(name => $"t.{Quote.Name(name)}::text"))}], t.xmin::text, t.xmax = 0";

    internal static string Target(TableDeclaration table) => $"{Quote.Name(table.Module)}.{Quote.Name(table.Name)}";

    private static string Source(TableDeclaration table, string target, IReadOnlyList<ColumnDeclaration> columns, RowMissing missing)
    {
        if (columns.Count == 0)
        {
            return $"select {Default(table, table.Column(ImplicitColumns.Tenant)!)} from json_array_elements($1)";
        }

        if (missing != RowMissing.Default || !columns.Any(column => column.Default is not null || column.Identity))
        {
            return $"select {Quote.Names(columns.Select(column => column.Name))} from json_populate_recordset(null::{target}, $1)";
        }

        var values = columns.Select(column => column.Default is null && !column.Identity
            ? $"r.{Quote.Name(column.Name)}"
            : $"case when (e.j -> {Quote.Literal(column.Name)}) is null then {Default(table, column)} else r.{Quote.Name(column.Name)} end");
        return $"select {string.Join(", ", values)} from json_array_elements($1) with ordinality as e(j, n), json_populate_record(null::{target}, e.j) as r order by e.n";
    }

    private static string Default(TableDeclaration table, ColumnDeclaration column) => column switch
    {
        { Identity: true } => $"nextval({Quote.Literal($"{Quote.Name(table.Module)}.{Quote.Name(Sequences.NameOf(table.Name, column.Name))}")}::regclass)",
        { Default: { IsSql: true } expression } => $"({expression.Text})",
        _ => $"{Quote.Literal(column.Default!.Text)}::{column.Type}",
    };

    private static string Conflict(TableDeclaration table, IReadOnlyList<ColumnDeclaration> columns, RowInsertOptions options)
    {
        if (options.Resolution == RowResolution.Refuse)
        {
            return "";
        }

        var (unique, where) = Unique(table, options.OnConflict);
        var on = $" on conflict ({Quote.Names(unique.Where(name => name != ImplicitColumns.Tenant).Prepend(ImplicitColumns.Tenant))}){(where is null ? "" : $" where {where}")} do ";
        if (options.Resolution == RowResolution.Ignore)
        {
            return on + "nothing";
        }

        // What never changes is left: the columns that were compared, numbers, and the time of making, which the database keeps.
        var others = columns.Where(column => !unique.Contains(column.Name) && !column.Identity && column.Name is not ("created_at" or "deleted_at")).Select(column => Quote.Name(column.Name)).ToList();
        var changed = table.Kind == TableKind.Junction ? [] : others.Select(name => $"{name} = excluded.{name}").ToList();
        if (table.Column("deleted_at") is not null)
        {
            changed.Add(columns.Any(column => column.Name == "deleted_at") ? "\"deleted_at\" = excluded.\"deleted_at\"" : "\"deleted_at\" = null");
        }

        // Of a junction's row only deleted_at changes: one that says otherwise is not written, and the writer sees that it is missing.
        var same = table.Kind == TableKind.Junction && others.Count > 0
            ? $" where ({string.Join(", ", others.Select(name => $"t.{name}"))}) is not distinct from ({string.Join(", ", others.Select(name => $"excluded.{name}"))})"
            : "";
        return changed.Count == 0 ? on + "nothing" : $"{on}update set {string.Join(", ", changed)}{same}";
    }

    /// <summary>The unique rule with just these columns, and its condition where it is a partial one.</summary>
    private static (IReadOnlyList<string> Columns, string? Where) Unique(TableDeclaration table, IReadOnlyList<string>? named)
    {
        if (named is null || Same(table.Key, named))
        {
            return (table.Key, null);
        }

        var rules = table.Unique.Where(unique => unique.Expressions.Count == 0).ToList();
        return rules.OrderBy(unique => unique.Where is not null).FirstOrDefault(unique => Same(unique.Columns, named)) is { } rule
            ? (rule.Columns, rule.Where)
            : throw new RowRefusalException("on_conflict_unknown", $"{table.FullName} has no unique rule over ({Yaml.Shown.Of(string.Join(", ", named))}). Nothing was changed.")
            {
                Rule = "on_conflict",
                Remedy = $"Name the columns of one: {string.Join("; ", rules.Select(unique => unique.Columns).Prepend(table.Key).Select(columns => string.Join(",", columns)).Distinct())}.",
            };
    }

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Count == other.Distinct().Count() && other.All(one.Contains);
}
