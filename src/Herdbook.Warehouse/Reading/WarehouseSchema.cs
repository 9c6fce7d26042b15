using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Reading;

/// <summary>A table or view of the warehouse, with what its declaration says of it.</summary>
/// <param name="Schema">For example `herd_dm`.</param>
/// <param name="About">Empty where nobody said anything.</param>
/// <param name="Rows">As DuckDB estimates; null for a view.</param>
public sealed record WarehouseRelation(string Schema, string Name, bool IsView, string About, long? Rows, IReadOnlyList<WarehouseField> Columns)
{
    public string FullName => $"{Schema}.{Name}";
}

/// <summary>A column of a table or view.</summary>
public sealed record WarehouseField(string Name, string Type, string About);

/// <summary>What a warehouse holds: for the schema browser and for exports.</summary>
public static class WarehouseSchema
{
    private const string Relations = """
        select t.schema_name, t.table_name, false as is_view, coalesce(t.comment, '') as about, t.estimated_size as rows
          from duckdb_tables() t
         where not t.internal and t.database_name = current_database()
        union all
        select v.schema_name, v.view_name, true, coalesce(v.comment, ''), null
          from duckdb_views() v
         where not v.internal and v.database_name = current_database()
         order by 1, 2
        """;

    private const string Columns = """
        select schema_name, table_name, column_name, data_type, coalesce(comment, '') as about
          from duckdb_columns()
         where not internal and database_name = current_database()
         order by schema_name, table_name, column_index
        """;

    private const string Described = """
        select relation_schema, relation_name, '' as column_name, description from meta.model
        union all
        select relation_schema, relation_name, '', description from meta.source
        union all
        select m.relation_schema, m.relation_name, c.name, c.description from meta.model_column c join meta.model m on m.name = c.model
        """;

    /// <summary>Every table and view, gold first, as the models' documentation describes them.</summary>
    public static async Task<IReadOnlyList<WarehouseRelation>> ReadAsync(WarehouseReader reader, CancellationToken ct)
    {
        var limits = QueryLimits.Page with { Rows = 100_000, Bytes = 64L << 20 };
        var relations = await reader.QueryAsync(Relations, NamedQuery.None, limits, ct);
        var columns = await reader.QueryAsync(Columns, NamedQuery.None, limits, ct);
        var about = new Dictionary<(string, string, string), string>();
        if (relations.Rows.Count(row => row is ["meta", "model" or "source" or "model_column", ..]) == 3)
        {
            foreach (var row in (await reader.QueryAsync(Described, NamedQuery.None, limits, ct)).Rows)
            {
                about[(Text(row[0]), Text(row[1]), Text(row[2]))] = Text(row[3]);
            }
        }

        var fields = columns.Rows.ToLookup(
            row => (Text(row[0]), Text(row[1])),
            row => new WarehouseField(Text(row[2]), Text(row[3]), about.GetValueOrDefault((Text(row[0]), Text(row[1]), Text(row[2])), Text(row[4]))));
        return
        [
            .. relations.Rows
                .Select(row => new WarehouseRelation(
                    Text(row[0]), Text(row[1]), row[2] is true, about.GetValueOrDefault((Text(row[0]), Text(row[1]), ""), Text(row[3])), row[4] as long?, [.. fields[(Text(row[0]), Text(row[1]))]]))
                .OrderBy(relation => relation.Schema switch { "herd_dm" => 0, "dwh" => 1, "dwsa" => 2, "meta" => 4, _ => 3 }),
        ];
    }

    /// <summary>The SELECT of all of a table's or view's rows.</summary>
    public static NamedQuery All(WarehouseRelation relation) =>
        new(relation.Name, $"select * from {Relation.Quote(relation.Schema)}.{Relation.Quote(relation.Name)}", NamedQuery.None);

    private static string Text(object? value) => value as string ?? "";
}
