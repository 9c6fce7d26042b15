using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>Views. PostgreSQL lets nothing change that one of them reads, so those go before and come back after; no row is lost with them.</summary>
internal sealed class ViewsDiff(LiveDatabase wanted, LiveDatabase live, PlanScope scope, Former former, IReadOnlySet<string> replacedFunctions, StepList steps)
{
    public void Run()
    {
        var again = Again();
        foreach (var view in Dependencies.Order(again.Order(StringComparer.Ordinal), name => live.Views[name].Uses.Where(again.Contains)).AsEnumerable().Reverse())
        {
            steps.Add(Phase.DropViews, $"drop view {live.Views[view].Target}", view, wanted.Views.ContainsKey(view) ? "take away the view, to make it again" : "drop the view, which is not declared");
        }

        foreach (var name in Dependencies.Order(wanted.Views.Keys.Order(StringComparer.Ordinal), name => wanted.Views[name].Uses.Where(wanted.Views.ContainsKey)))
        {
            Make(wanted.Views[name], again.Contains(name) ? null : live.Views.GetValueOrDefault(name));
        }
    }

    private void Make(LiveView view, LiveView? existing)
    {
        if (existing is null)
        {
            var options = view.Options.Length == 0 ? "" : $" with ({view.Options})";
            steps.Add(Phase.Views, $"create view {view.Target}{options} as {view.Definition}", view.FullName, "create view");
        }

        IReadOnlySet<Grant> granted = existing?.Grants ?? new HashSet<Grant>();
        foreach (var extra in granted.Except(view.Grants))
        {
            steps.Add(Phase.Revokes, $"revoke {extra.Privilege} on {view.Target} from {extra.Grantee}", view.FullName, $"revoke {extra.Privilege.ToLowerInvariant()} from {extra.Grantee}");
        }

        foreach (var missing in view.Grants.Except(granted))
        {
            steps.Add(Phase.Grants, $"grant {missing.Privilege} on {view.Target} to {missing.Grantee}", view.FullName, $"grant {missing.Privilege.ToLowerInvariant()} to {missing.Grantee}");
        }

        if (existing?.Comment != view.Comment)
        {
            steps.Add(Phase.Comments, $"comment on view {view.Target} is {Literal(view.Comment)}", view.FullName, "describe the view");
        }

        foreach (var column in view.Columns.Where(column => existing?.Columns.Find(other => other.Name == column.Name)?.Comment != column.Comment))
        {
            steps.Add(Phase.Comments, $"comment on column {view.Target}.{Quote.Name(column.Name)} is {Literal(column.Comment)}", view.FullName, $"describe column {column.Name}");
        }
    }

    /// <summary>The live views that cannot stay as they are while the plan is applied.</summary>
    private HashSet<string> Again()
    {
        var moving = live.Tables.Values.Where(Moves).Select(table => table.FullName).Concat(replacedFunctions).ToHashSet(StringComparer.Ordinal);
        var again = live.Views.Values.Where(view => wanted.Views.TryGetValue(view.FullName, out var declared) ? Differs(declared, view) : IsGone(view)).Select(view => view.FullName).ToHashSet(StringComparer.Ordinal);
        while (live.Views.Values.FirstOrDefault(view => wanted.Views.ContainsKey(view.FullName) && !again.Contains(view.FullName) && view.Uses.Any(used => moving.Contains(used) || again.Contains(used))) is { } next)
        {
            again.Add(next.FullName);
        }

        return again;
    }

    private bool IsGone(LiveView view) => former.Views.Contains(view.FullName) && scope.Drops(view.FullName);

    private static bool Differs(LiveView declared, LiveView existing) =>
        declared.Definition != existing.Definition || declared.Options != existing.Options
        || !declared.Columns.Select(column => (column.Name, column.Type)).SequenceEqual(existing.Columns.Select(column => (column.Name, column.Type)));

    /// <summary>Whether the plan takes a column or a key away, or gives a column another type.</summary>
    private bool Moves(LiveTable table) =>
        !wanted.Tables.TryGetValue(table.FullName, out var declared)
            ? scope.Drops(table.FullName)
            : TableDiff.ChangesAType(declared, table)
              || table.Columns.Any(column => declared.Column(column.Name) is not { } kept || kept.Generated != column.Generated || (column.Generated.Length > 0 && kept.Default != column.Default))
              || table.Constraints.Any(rule => rule.Value.Type is 'p' or 'u' && declared.Constraints.GetValueOrDefault(rule.Key)?.Definition != rule.Value.Definition);

    private static string Literal(string? text) => text is null ? "null" : Quote.Literal(text);
}
