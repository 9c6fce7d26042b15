using Herdbook.Catalog.Live;
using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>One look at the database. <paramref name="Taken"/> are the renames, which are done already; the others are still to do.</summary>
internal sealed record Round(IReadOnlyList<PlannedStep> Taken, IReadOnlyList<PlannedStep> Steps)
{
    public bool IsEmpty => Taken.Count + Steps.Count == 0;
}

/// <summary>
/// Compares a catalog with the live database inside the open transaction, as often as asked. What is wanted is asked of PostgreSQL once:
/// it does not change while the live database comes nearer.
/// </summary>
internal sealed class Comparison(NpgsqlConnection connection, CatalogSet catalog, PlanScope scope)
{
    private LiveDatabase? _wanted;
    private PlanScope _scope = scope;

    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public async Task<Round> NextAsync(CancellationToken ct)
    {
        _wanted ??= await Shadow.BuildAsync(connection, catalog, _scope.Tables, ct);
        var (taken, renamed) = await Renames.TakeAsync(connection, catalog, _scope, ct);
        var live = await LiveAsync(ct);
        while (await WidenedAsync(live, ct) is { } wider)
        {
            _scope = wider;
            _wanted = await Shadow.BuildAsync(connection, catalog, _scope.Tables, ct);
            live = await LiveAsync(ct);
        }

        return new Round(taken, new SchemaDiff(catalog, _wanted, live, _scope, renamed, await Former.ReadAsync(connection, ct)).Steps());
    }

    private async Task<LiveDatabase> LiveAsync(CancellationToken ct)
    {
        if (_scope.Tables is null)
        {
            var modules = catalog.Modules.Union(await Planner.FormerModulesAsync(connection, ct), StringComparer.Ordinal)
                .Union(_scope.Removed.Select(ModuleOf), StringComparer.Ordinal).ToList();
            return await Introspection.ReadAsync(connection, modules, SchemaNames.Live, null, ct);
        }

        // What is referred to is read too: a link to it is made in another way when its rows are isolated.
        var extent = Extent.Of(catalog, _scope.Tables);
        string[] tables = [.. _scope.Tables, .. _scope.Removed, .. extent.Bare];
        return await Introspection.ReadAsync(connection, [.. tables.Select(ModuleOf).Distinct()], SchemaNames.Live, tables, ct);
    }

    /// <summary>Links from elsewhere to a key or type that changes, and views of it, go and come back with it, so they have to be looked at as well.</summary>
    private async Task<PlanScope?> WidenedAsync(LiveDatabase live, CancellationToken ct)
    {
        if (_scope.Tables is not { } tables)
        {
            return null;
        }

        var unsettled = live.Tables.Values.Where(table => LinkDiff.Unsettled(_wanted!, table, _scope) || LosesAColumn(table)).Select(table => table.FullName).ToList();
        if (unsettled.Count == 0)
        {
            return null;
        }

        var others = (await Planner.LeaningAsync(connection, unsettled, ct)).Where(name => !_scope.Covers(name) && catalog.Find(name) is not null).ToList();
        return others.Count == 0 ? null : _scope with { Tables = tables.Concat(others).ToHashSet(StringComparer.Ordinal) };
    }

    private bool LosesAColumn(LiveTable table) =>
        _wanted!.Tables.TryGetValue(table.FullName, out var declared) && table.Columns.Any(column => declared.Column(column.Name)?.Generated != column.Generated);

    private static string ModuleOf(string table) => table.Split('.', 2)[0];
}
