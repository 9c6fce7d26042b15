using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog.Live;

/// <summary>
/// Builds the catalog in schemas of its own inside the open transaction, reads what PostgreSQL made of it, and rolls it back to a
/// savepoint. So the desired schema is told in the same words as the live one, on whatever version the server is.
/// </summary>
internal static class Shadow
{
    private const string Mark = "savepoint herdbook_shadow";
    private const string Undo = "rollback to savepoint herdbook_shadow";

    /// <summary>So many tables are built at a time. Each takes some ten locks, and a server with its defaults has room for 6,400.</summary>
    private const int Chunk = 120;

    /// <param name="tables">The tables to build; null for all.</param>
    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<LiveDatabase> BuildAsync(NpgsqlConnection connection, CatalogSet catalog, IReadOnlySet<string>? tables, CancellationToken ct)
    {
        var wanted = catalog.Tables.Select(table => table.FullName).Where(name => tables?.Contains(name) != false).ToList();
        if (tables is null && wanted.Count <= Chunk)
        {
            return await BuildAsync(connection, catalog, Extent.Whole(catalog), ct);
        }

        var parts = new List<LiveDatabase>();
        foreach (var chunk in wanted.Chunk(Chunk))
        {
            parts.Add(await BuildAsync(connection, catalog, Extent.Of(catalog, chunk), ct));
        }

        return LiveDatabase.Union(parts);
    }

    private static async Task<LiveDatabase> BuildAsync(NpgsqlConnection connection, CatalogSet catalog, Extent extent, CancellationToken ct)
    {
        var names = SchemaNames.Shadow(connection.ProcessID);
        var statements = DesiredSchema.Statements(catalog, names, extent).ToList();
        await Run.SqlAsync(connection, Mark, ct);
        await Run.SqlAsync(connection, IntrospectionSql.PrintWholeNames, ct);
        await Run.AllAsync(connection, [.. statements.Select(statement => statement.Sql)], (index, refused) => Refusal(statements[index], refused), ct);
        var desired = await Introspection.ReadAsync(connection, extent.Modules, names, extent.Bare.Count == 0 ? null : [.. extent.Full], ct);
        await Run.SqlAsync(connection, Undo, ct);
        return desired;
    }

    private static CatalogException Refusal(Statement statement, PostgresException refused) => new(
        [
            new CatalogError(statement.At.File, statement.At.Line, statement.At.Column,
                $"PostgreSQL refuses {statement.Table} ({statement.What}): {refused.MessageText}.", refused.Hint ?? "Mend the declaration here."),
        ],
        refused);
}
