using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>Compares what is wanted with what is live and finds the steps from one to the other.</summary>
internal sealed class SchemaDiff(CatalogSet catalog, LiveDatabase wanted, LiveDatabase live, PlanScope scope, IReadOnlyDictionary<string, Renamed> renamed)
{
    private readonly StepList _steps = new();

    public IReadOnlyList<PlannedStep> Steps()
    {
        Schemas();
        Functions();
        foreach (var table in wanted.Tables.Values.OrderBy(table => table.FullName, StringComparer.Ordinal))
        {
            var existing = live.Tables.GetValueOrDefault(table.FullName);
            if (existing is not null)
            {
                new NamesDiff(table, existing, renamed.GetValueOrDefault(table.FullName), _steps).Run();
            }

            new TableDiff(catalog[table.FullName], table, existing, _steps).Run();
        }

        new LinkDiff(wanted, live, scope, _steps).Run();
        foreach (var undeclared in live.Tables.Values.Where(table => !wanted.Tables.ContainsKey(table.FullName) && scope.Drops(table.FullName)).OrderBy(table => table.FullName, StringComparer.Ordinal))
        {
            _steps.Add(Phase.DropTables, $"drop table {undeclared.Target}", undeclared.FullName, "drop the table, which is not declared", destructive: LosesRows(undeclared));
        }

        return _steps.Ordered();
    }

    /// <summary>A user's table without a page has never had a row: nothing is lost with it.</summary>
    public static bool LosesRows(LiveTable dropped) => dropped.HasPages || dropped.Module != DesiredSchema.CustomModule;

    private void Schemas()
    {
        var modules = wanted.Tables.Values.Select(table => table.Module).ToHashSet(StringComparer.Ordinal);
        foreach (var schema in wanted.Schemas.Values.Where(schema => scope.Tables is null || modules.Contains(schema.Name)).OrderBy(schema => schema.Name, StringComparer.Ordinal))
        {
            var name = Quote.Name(schema.Name);
            if (!live.Schemas.TryGetValue(schema.Name, out var existing))
            {
                _steps.Add(Phase.Schemas, $"create schema {name}", schema.Name, "create schema");
            }

            IReadOnlySet<Grant> granted = existing?.Grants ?? new HashSet<Grant>();
            foreach (var extra in granted.Except(schema.Grants))
            {
                _steps.Add(Phase.Schemas, $"revoke {extra.Privilege} on schema {name} from {extra.Grantee}", schema.Name, $"revoke {extra.Privilege.ToLowerInvariant()} from {extra.Grantee}");
            }

            foreach (var missing in schema.Grants.Except(granted))
            {
                _steps.Add(Phase.Schemas, $"grant {missing.Privilege} on schema {name} to {missing.Grantee}", schema.Name, $"grant {missing.Privilege.ToLowerInvariant()} to {missing.Grantee}");
            }
        }
    }

    private void Functions()
    {
        foreach (var function in wanted.Functions.Values.Where(InScope).OrderBy(function => function.Signature, StringComparer.Ordinal))
        {
            var existing = live.Functions.GetValueOrDefault(function.Signature);
            if (existing?.Definition != function.Definition)
            {
                _steps.Add(Phase.Functions, function.Definition, DesiredSchema.CatalogModule, $"{(existing is null ? "create" : "restore")} function {function.Signature}");
            }

            var granted = existing?.Grants ?? LiveFunction.Initial;
            foreach (var extra in granted.Except(function.Grants))
            {
                _steps.Add(Phase.Functions, $"revoke {extra.Privilege} on function {function.Signature} from {extra.Grantee}", DesiredSchema.CatalogModule,
                    $"revoke {extra.Privilege.ToLowerInvariant()} on {function.Signature} from {extra.Grantee}");
            }

            foreach (var missing in function.Grants.Except(granted))
            {
                _steps.Add(Phase.Functions, $"grant {missing.Privilege} on function {function.Signature} to {missing.Grantee}", DesiredSchema.CatalogModule,
                    $"grant {missing.Privilege.ToLowerInvariant()} on {function.Signature} to {missing.Grantee}");
            }
        }

        // The schema catalog is the engine's alone; functions that others keep in a module's schema stay.
        foreach (var extra in live.Functions.Values.Where(function => scope.Tables is null && !wanted.Functions.ContainsKey(function.Signature)
            && function.Signature.StartsWith(DesiredSchema.CatalogModule + ".", StringComparison.Ordinal)))
        {
            _steps.Add(Phase.DropFunctions, $"drop function {extra.Signature}", DesiredSchema.CatalogModule, $"drop function {extra.Signature}");
        }
    }

    /// <summary>The functions that every table shares are compared by a plan of everything, others by one of their own table too.</summary>
    private bool InScope(LiveFunction function) =>
        scope.Tables is null || !function.Signature.StartsWith(DesiredSchema.CatalogModule + ".", StringComparison.Ordinal);
}
