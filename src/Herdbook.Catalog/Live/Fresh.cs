using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog.Live;

/// <summary>
/// A database that has none of the catalog's schemas becomes what is declared at once, by the statements that the shadow is made of: there is
/// nothing to compare with, and what comes out is what the shadow would have been.
/// </summary>
internal static class Fresh
{
    private const string AnySchema = "select exists (select from pg_namespace where nspname = any ($1))";

    private const string PrintAsBefore = "set local search_path to default";

    /// <summary>Whether none of the catalog's schemas is there.</summary>
    public static async Task<bool> IsAsync(NpgsqlConnection connection, CatalogSet catalog, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(AnySchema, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. catalog.Modules] });
        return await command.ExecuteScalarAsync(ct) is false;
    }

    /// <returns>What was done, in its order.</returns>
    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<IReadOnlyList<PlanStep>> MakeAsync(NpgsqlConnection connection, CatalogSet catalog, Action<CatalogPlan>? review, CancellationToken ct)
    {
        var desired = await Shadow.DesiredAsync(connection, catalog, SchemaNames.Live, Extent.Whole(catalog), ct);
        List<Statement> statements = [.. desired.Objects(), .. desired.ViewComments()];
        List<PlanStep> steps = [.. statements.Select(statement => new PlanStep(statement.Sql, statement.Table, statement.What, Destructive: false))];
        review?.Invoke(new CatalogPlan(steps, catalog.Digest));
        await Shadow.MakeAsync(connection, catalog, desired, SchemaNames.Live, Extent.Whole(catalog), ct);
        await Run.SqlAsync(connection, PrintAsBefore, ct);
        return steps;
    }
}
