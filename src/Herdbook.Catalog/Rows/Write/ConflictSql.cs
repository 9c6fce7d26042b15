namespace Herdbook.Catalog.Rows.Write;

/// <summary>ON CONFLICT: what becomes of a row that stands already.</summary>
internal static class ConflictSql
{
    public static string Of(TableDeclaration table, IReadOnlyList<ColumnDeclaration> columns, RowInsertOptions options)
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
