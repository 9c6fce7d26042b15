using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>Compares what is wanted with what is live and finds the steps from one to the other.</summary>
internal sealed class SchemaDiff(CatalogSet catalog, LiveDatabase wanted, LiveDatabase live, PlanScope scope, IReadOnlyDictionary<string, Renamed> renamed, Former former)
{
    private readonly StepList _steps = new();

    public IReadOnlyList<PlannedStep> Steps()
    {
        Schemas();
        var functions = new FunctionsDiff(wanted, live, scope, former, _steps);
        functions.Run();
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

        new ViewsDiff(wanted, live, scope, former, functions.Replaced, _steps).Run();
        return _steps.Ordered();
    }

    /// <summary>A user's table without a page has never had a row: nothing is lost with it.</summary>
    public static bool LosesRows(LiveTable dropped) => dropped.HasPages || dropped.Module != DesiredSchema.CustomModule;

    private void Schemas()
    {
        var modules = wanted.Tables.Values.Select(table => table.Module).Concat(wanted.Views.Values.Select(view => view.Module)).ToHashSet(StringComparer.Ordinal);
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
}
