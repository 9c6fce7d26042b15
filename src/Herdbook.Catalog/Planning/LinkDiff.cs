using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>Foreign keys. They stand on the keys and types of two tables, so they go before those change and come back after.</summary>
internal sealed class LinkDiff(LiveDatabase wanted, LiveDatabase live, PlanScope scope, StepList steps)
{
    public void Run()
    {
        var unsettled = live.Tables.Values.Where(table => Unsettled(wanted, table, scope)).Select(table => table.FullName).ToHashSet(StringComparer.Ordinal);
        foreach (var table in live.Tables.Values.Where(table => scope.Covers(table.FullName)).OrderBy(table => table.FullName, StringComparer.Ordinal))
        {
            var declared = wanted.Tables.GetValueOrDefault(table.FullName);
            if (declared is null && !scope.Drops(table.FullName))
            {
                continue;
            }

            foreach (var (name, link) in Links(table))
            {
                var kept = declared?.Constraints.GetValueOrDefault(name);
                if (kept?.Definition == link.Definition && !unsettled.Contains(table.FullName) && !unsettled.Contains(link.Target!))
                {
                    continue;
                }

                steps.Add(Phase.DropForeignKeys, $"alter table {table.Target} drop constraint {Quote.Name(name)}", table.FullName,
                    kept is null ? $"drop link {name}" : $"take away link {name}, to make it again", destructive: kept is null && (declared is not null || SchemaDiff.LosesRows(table)));
                if (kept is not null)
                {
                    Make(declared!, name, kept);
                }
            }
        }

        foreach (var table in wanted.Tables.Values.OrderBy(table => table.FullName, StringComparer.Ordinal))
        {
            var existing = live.Tables.GetValueOrDefault(table.FullName);
            foreach (var (name, link) in Links(table).Where(link => existing?.Constraints.ContainsKey(link.Key) != true))
            {
                Make(table, name, link);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, LiveConstraint>> Links(LiveTable table) =>
        table.Constraints.Where(constraint => constraint.Value.Type == 'f').OrderBy(constraint => constraint.Key, StringComparer.Ordinal);

    /// <summary>
    /// PostgreSQL checks the rows of a new foreign key by a query, and forced row-level security would hide from it the rows of every
    /// tenant but one. So it is lifted for this step: both tables are locked, and no other session ever sees it lifted.
    /// </summary>
    private void Make(LiveTable table, string name, LiveConstraint link)
    {
        var what = $"make link {name}";
        if (!live.Tables.ContainsKey(table.FullName))
        {
            // A table that this plan makes has no rows to check. PostgreSQL asks all the same, and its question needs a tenant; one that is none will do.
            steps.Add(Phase.ForeignKeys, $"select set_config('herdbook.tenant', '-', true)", table.FullName, what);
            steps.Add(Phase.ForeignKeys, $"alter table {table.Target} add constraint {Quote.Name(name)} {link.Definition}", table.FullName, what);
            steps.Add(Phase.ForeignKeys, $"select set_config('herdbook.tenant', '', true)", table.FullName, what);
            return;
        }

        var lifted = new[] { table.FullName, link.Target! }.Distinct().Where(Forced).ToList();
        foreach (var other in lifted)
        {
            steps.Add(Phase.ForeignKeys, $"alter table {live.Tables[other].Target} no force row level security", table.FullName, what);
        }

        steps.Add(Phase.ForeignKeys, $"alter table {table.Target} add constraint {Quote.Name(name)} {link.Definition}", table.FullName, what);
        foreach (var other in lifted)
        {
            steps.Add(Phase.ForeignKeys, $"alter table {live.Tables[other].Target} force row level security", table.FullName, what);
        }
    }

    private bool Forced(string table) => live.Tables.TryGetValue(table, out var existing) && existing is { RowSecurity: true, ForcedRowSecurity: true };

    /// <summary>Whether a key of the table, or the type of a column, is about to change, or the table to go.</summary>
    public static bool Unsettled(LiveDatabase wanted, LiveTable table, PlanScope scope) =>
        scope.Covers(table.FullName) && (!wanted.Tables.TryGetValue(table.FullName, out var declared)
        || table.Constraints.Any(constraint => constraint.Value.Type is 'p' or 'u' && declared.Constraints.GetValueOrDefault(constraint.Key)?.Definition != constraint.Value.Definition)
        || TableDiff.ChangesAType(declared, table));
}
