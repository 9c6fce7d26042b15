namespace Herdbook.Catalog;

/// <summary>Everything that a catalog wants to exist, as statements for empty schemas. Comparing is done on what PostgreSQL makes of them.</summary>
internal static class DesiredSchema
{
    public const string CatalogModule = "catalog";
    public const string AppliedPlanTable = "catalog.applied_plan";
    public const string ManifestTable = "catalog.manifest";

    /// <summary>The schema that users' own tables live in.</summary>
    public const string CustomModule = "custom";

    public static IEnumerable<Statement> Statements(CatalogSet catalog, SchemaNames names) => Statements(catalog, names, Extent.Whole(catalog));

    public static IEnumerable<Statement> Statements(CatalogSet catalog, SchemaNames names, Extent extent)
    {
        foreach (var module in extent.Modules)
        {
            var schema = Quote.Name(names.Of(module));
            yield return new($"create schema {schema}", module, "schema", SourceMark.None);
            yield return new($"grant usage on schema {schema} to {Roles.App}", module, "privileges", SourceMark.None);
        }

        foreach (var function in CatalogFunctions.All(names))
        {
            yield return function;
        }

        foreach (var bare in catalog.Tables.Where(table => table.Kind != TableKind.View && extent.Bare.Contains(table.FullName)))
        {
            foreach (var statement in new TableDdl(bare, catalog, names).Bare())
            {
                yield return statement;
            }
        }

        var tables = catalog.Tables.Where(table => table.Kind != TableKind.View && extent.Full.Contains(table.FullName)).Select(table => new TableDdl(table, catalog, names)).ToList();
        foreach (var statement in tables.SelectMany(table => table.Create()))
        {
            yield return statement;
        }

        foreach (var statement in tables.SelectMany(table => table.ForeignKeys()))
        {
            yield return statement;
        }

        foreach (var statement in tables.SelectMany(table => table.Promises()))
        {
            yield return statement;
        }
    }
}

/// <summary>The two roles. The owner owns schemas and tables; the application reads and writes rows.</summary>
internal static class Roles
{
    public const string Owner = "herdbook_owner";
    public const string App = "herdbook_app";
}
