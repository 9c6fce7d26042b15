using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog.Live;

/// <summary>
/// Builds the whole catalog in schemas of its own inside the open transaction, reads what PostgreSQL made of it, and rolls it back to a
/// savepoint. So the desired schema is told in the same words as the live one, on whatever version the server is.
/// </summary>
internal static class Shadow
{
    private const string Mark = "savepoint herdbook_shadow";
    private const string Undo = "rollback to savepoint herdbook_shadow";

    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<LiveDatabase> BuildAsync(NpgsqlConnection connection, CatalogSet catalog, CancellationToken ct)
    {
        var names = SchemaNames.Shadow(connection.ProcessID);
        var statements = DesiredSchema.Statements(catalog, names).ToList();
        await Run.SqlAsync(connection, Mark, ct);
        await Run.SqlAsync(connection, IntrospectionSql.PrintWholeNames, ct);
        await Run.AllAsync(connection, [.. statements.Select(statement => statement.Sql)], (index, refused) => Refusal(statements[index], refused), ct);
        var desired = await Introspection.ReadAsync(connection, catalog.Modules, names, ct);
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
