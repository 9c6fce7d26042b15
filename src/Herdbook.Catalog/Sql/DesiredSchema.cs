namespace Herdbook.Catalog;

/// <summary>Everything that a catalog wants to exist, as statements for empty schemas. Comparing is done on what PostgreSQL makes of them.</summary>
internal static class DesiredSchema
{
    public const string CatalogModule = "catalog";
    public const string AppliedPlanTable = "catalog.applied_plan";
    public const string ManifestTable = "catalog.manifest";

    public static IEnumerable<Statement> Statements(CatalogSet catalog, SchemaNames names)
    {
        foreach (var module in catalog.Modules)
        {
            var schema = Quote.Name(names.Of(module));
            yield return new($"create schema {schema}", module, "schema", SourceMark.None);
            yield return new($"grant usage on schema {schema} to {Roles.App}", module, "privileges", SourceMark.None);
        }

        foreach (var function in CatalogFunctions.All(names))
        {
            yield return function;
        }

        var tables = catalog.Tables.Where(table => table.Kind != TableKind.View).Select(table => new TableDdl(table, catalog, names)).ToList();
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
