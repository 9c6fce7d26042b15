using Herdbook.Catalog.Live;
using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog;

/// <summary>Says what would change. It leaves nothing behind: what it builds to compare with is rolled back.</summary>
public static class Planner
{
    private const string ManifestExists = "select to_regclass('catalog.manifest') is not null";
    private const string ManifestModules = "select distinct module from catalog.manifest";

    /// <summary>The steps from the live database to the catalog, in order; empty when they are equal. Drift made by hand is a step too.</summary>
    /// <param name="owner">A data source whose connections take the role herdbook_owner.</param>
    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<CatalogPlan> PlanAsync(NpgsqlDataSource owner, CatalogSet catalog, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var steps = await StepsAsync(connection, catalog, ct);
        await transaction.RollbackAsync(ct);
        return new CatalogPlan([.. steps.Select(step => step.Step)], catalog.Digest);
    }

    internal static async Task<IReadOnlyList<PlannedStep>> StepsAsync(NpgsqlConnection connection, CatalogSet catalog, CancellationToken ct)
    {
        var wanted = await Shadow.BuildAsync(connection, catalog, ct);
        var modules = catalog.Modules.Union(await FormerModulesAsync(connection, ct), StringComparer.Ordinal).ToList();
        var live = await Introspection.ReadAsync(connection, modules, SchemaNames.Live, ct);
        return new SchemaDiff(wanted, live).Steps();
    }

    /// <summary>A module that is declared no longer still has its tables.</summary>
    private static async Task<List<string>> FormerModulesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(ManifestExists, connection);
        if (!(bool)(await exists.ExecuteScalarAsync(ct))!)
        {
            return [];
        }

        await using var command = new NpgsqlCommand(ManifestModules, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var modules = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            modules.Add(reader.GetString(0));
        }

        return modules;
    }
}
