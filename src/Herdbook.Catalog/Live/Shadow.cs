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

    /// <summary>A function's body names tables that come after it. In the shadow every body is read once all is there; after that they may be taken on trust.</summary>
    private const string TrustBodies = "set local check_function_bodies = off";

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
        // Also for what the plan makes afterwards.
        await Run.SqlAsync(connection, TrustBodies, ct);
        await Run.SqlAsync(connection, Mark, ct);
        var made = await MakeAsync(connection, catalog, await DesiredAsync(connection, catalog, names, extent, ct), names, extent, ct);
        await Run.SqlAsync(connection, Undo, ct);
        return made;
    }

    public static async Task<DesiredSchema> DesiredAsync(NpgsqlConnection connection, CatalogSet catalog, SchemaNames names, Extent extent, CancellationToken ct) =>
        new(catalog, names, extent, new ServerFeatures(await VectorSchemaAsync(connection, ct)));

    /// <summary>Makes everything in schemas that are not there yet, and has PostgreSQL read what it takes on trust at first.</summary>
    /// <returns>What was made.</returns>
    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<LiveDatabase> MakeAsync(NpgsqlConnection connection, CatalogSet catalog, DesiredSchema desired, SchemaNames names, Extent extent, CancellationToken ct)
    {
        await Run.SqlAsync(connection, TrustBodies, ct);
        await Run.SqlAsync(connection, IntrospectionSql.PrintWholeNames, ct);
        await RunAsync(connection, [.. desired.Objects()], ct);
        await Settling.RunAsync(connection, [.. extent.Modules.Select(names.Of)], ct);
        string[]? full = extent.Bare.Count == 0 ? null : [.. extent.Full];
        var made = await Introspection.ReadAsync(connection, extent.Modules, names, full, ct);
        if (made.Views.Count > 0)
        {
            ViewColumns.Check(catalog, made, desired.Server);
            await RunAsync(connection, [.. desired.ViewComments()], ct);
            made = await Introspection.ReadAsync(connection, extent.Modules, names, full, ct);
        }

        await RunAsync(connection, [.. desired.Checks()], ct);
        return made;
    }

    private static Task RunAsync(NpgsqlConnection connection, IReadOnlyList<Statement> statements, CancellationToken ct) =>
        Run.AllAsync(connection, [.. statements.Select(statement => statement.Sql)], (index, refused) => Refusal(statements[index], refused), ct);

    private static async Task<string?> VectorSchemaAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(IntrospectionSql.VectorSchema, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static CatalogException Refusal(Statement statement, PostgresException refused) => new(
        [
            new CatalogError(statement.At.File, statement.At.Line, statement.At.Column,
                $"PostgreSQL refuses {statement.Table} ({statement.What}): {refused.MessageText}.", refused.Hint ?? "Mend the declaration here."),
        ],
        refused);
}
