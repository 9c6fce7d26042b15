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
    private const string Undo = "rollback to savepoint herdbook_shadow; release savepoint herdbook_shadow";

    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<LiveDatabase> BuildAsync(NpgsqlConnection connection, CatalogSet catalog, CancellationToken ct)
    {
        await RunAsync(connection, Mark, ct);
        var names = SchemaNames.Shadow(connection.ProcessID);
        await RunAsync(connection, IntrospectionSql.PrintWholeNames, ct);
        foreach (var statement in DesiredSchema.Statements(catalog, names))
        {
            try
            {
                await Run.OneAsync(connection, statement.Sql, ct);
            }
            catch (PostgresException refused)
            {
                throw Refusal(statement, refused);
            }
        }

        var desired = await Introspection.ReadAsync(connection, catalog.Modules, names, ct);
        await RunAsync(connection, Undo, ct);
        return desired;
    }

    private static CatalogException Refusal(Statement statement, PostgresException refused) => new(
        [
            new CatalogError(statement.At.File, statement.At.Line, statement.At.Column,
                $"PostgreSQL refuses {statement.Table} ({statement.What}): {refused.MessageText}.", refused.Hint ?? "Mend the declaration here."),
        ],
        refused);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
