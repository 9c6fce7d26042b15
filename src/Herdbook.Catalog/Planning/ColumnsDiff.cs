using System.Globalization;
using System.Text.RegularExpressions;
using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>The columns of a table that is there already.</summary>
internal sealed partial class ColumnsDiff(TableDeclaration declaration, LiveTable wanted, LiveTable live, StepList steps)
{
    private readonly string _target = wanted.Target;

    public static string Definition(LiveTable table, LiveColumn column)
    {
        var collation = column.Collation is null ? "" : $" collate {column.Collation}";
        var value = column.Default is null ? "" : IsComputed(column) ? $" generated always as ({column.Default}) stored" : $" default {column.Default}";
        var identity = column.Identity.Length == 0 ? "" : $" {Sequences.Identity(Quote.Name(table.Module), table.Name, column.Name, column.Identity == "d")}";
        return $"{Quote.Name(column.Name)} {column.Type}{collation}{value}{identity}{(column.NotNull ? " not null" : "")}";
    }

    /// <summary>Whether the column is computed by the database, and so can be computed again.</summary>
    public static bool IsComputed(LiveColumn column) => column.Generated.Length > 0;

    public void Run()
    {
        foreach (var dropped in live.Columns.Where(column => wanted.Column(column.Name) is null))
        {
            Add(Phase.DropColumns, $"alter table {_target} drop column {Quote.Name(dropped.Name)}", $"drop column {dropped.Name}", destructive: true);
        }

        foreach (var column in wanted.Columns)
        {
            switch (live.Column(column.Name))
            {
                case null:
                    AddColumn(column);
                    break;
                case { } existing when IsComputed(column):
                    Compute(column, existing);
                    break;
                case { } existing:
                    Change(column, existing);
                    break;
            }
        }
    }

    private void AddColumn(LiveColumn column, string? what = null)
    {
        var demanding = column is { NotNull: true, Default: null, Identity: "" } && live.HasPages;
        Add(Phase.Columns, $"alter table {_target} add column {Definition(wanted, column)}",
            what ?? $"add column {column.Name}{(demanding ? ", which is required and has no default: refused while the table has rows" : "")}",
            demand: demanding ? new Demand(wanted.FullName, _target, column.Name, null) : null);
    }

    /// <summary>A computed column stands on the types of others, and PostgreSQL changes neither them nor its expression while it is there.</summary>
    private void Compute(LiveColumn column, LiveColumn existing)
    {
        if (IsComputed(existing) && !TableDiff.ChangesAType(wanted, live) && column with { Comment = null } == existing with { Comment = null })
        {
            return;
        }

        var lost = IsComputed(existing) ? "" : "; what it holds is lost";
        Add(Phase.DropColumns, $"alter table {_target} drop column {Quote.Name(column.Name)}", $"take away {column.Name}, to compute it{lost}", destructive: !IsComputed(existing));
        AddColumn(column, $"compute {column.Name}");
    }

    private void Change(LiveColumn column, LiveColumn existing)
    {
        var name = Quote.Name(column.Name);
        var retyped = column.Type != existing.Type || column.Collation != existing.Collation;
        if (existing.Generated.Length > 0)
        {
            Alter($"alter column {name} drop expression", $"let {column.Name} be stored, not computed");
        }

        if (existing.Default is not null && existing.Generated.Length == 0 && (retyped || column.Default is null))
        {
            Alter($"alter column {name} drop default", $"drop the default of {column.Name}");
        }

        if (existing.Identity.Length > 0 && column.Identity.Length == 0)
        {
            Alter($"alter column {name} drop identity", $"stop numbering {column.Name}");
        }

        if (retyped)
        {
            var collation = column.Collation is null ? "" : $" collate {column.Collation}";
            var declared = declaration.Column(column.Name);
            steps.Add(Phase.Columns, $"alter table {_target} alter column {name} type {column.Type}{collation} using {(declared?.Convert is { } convert ? $"({convert})" : $"{name}::{column.Type}")}",
                wanted.FullName, $"{(declared?.Convert is null ? "change" : "convert")} the type of {column.Name} from {existing.Type} to {column.Type}",
                destructive: declared?.Convert is null && !Widens(existing.Type, column.Type),
                demand: live.HasPages && live.Triggers.ContainsKey(SealDdl.Trigger) && (declared?.Convert is not null || !KeepsText(existing.Type, column.Type))
                    ? new Demand(wanted.FullName, _target, column.Name, null, Sealed: true)
                    : null,
                at: declared?.Convert is null ? null : declared.At);
        }

        if (column.Default is not null && (retyped || column.Default != existing.Default))
        {
            Alter($"alter column {name} set default {column.Default}", $"set the default of {column.Name}");
        }

        Nullability(column, existing, name);
        if (column.Identity.Length > 0 && existing.Identity != column.Identity)
        {
            Number(column, existing, name);
        }
    }

    private void Nullability(LiveColumn column, LiveColumn existing, string name)
    {
        if (column.NotNull && !existing.NotNull)
        {
            steps.Add(Phase.Columns, $"alter table {_target} alter column {name} set not null", wanted.FullName, $"require {column.Name}",
                demand: live.HasPages ? new Demand(wanted.FullName, _target, column.Name, column.Name) : null);
        }
        else if (existing.NotNull && !column.NotNull)
        {
            Alter($"alter column {name} drop not null", $"no longer require {column.Name}");
        }
    }

    /// <summary>Numbering goes on after the greatest number of every tenant, which forced row-level security would hide.</summary>
    private void Number(LiveColumn column, LiveColumn existing, string name)
    {
        var what = $"number {column.Name}";
        if (existing.Identity.Length > 0)
        {
            Alter($"alter column {name} set generated {(column.Identity == "d" ? "by default" : "always")}", what);
            return;
        }

        Alter($"alter column {name} add {Sequences.Identity(Quote.Name(wanted.Module), wanted.Name, column.Name, column.Identity == "d")}", what);
        Alter("no force row level security", what);
        var sequence = Quote.Literal($"{Quote.Name(wanted.Module)}.{Quote.Name(Sequences.NameOf(wanted.Name, column.Name))}");
        Add(Phase.Columns, $"select setval({sequence}, coalesce(max({name}), 0) + 1, false) from {_target}", what);
        if (live.ForcedRowSecurity)
        {
            Alter("force row level security", what);
        }
    }

    /// <summary>Whether every value of the one type is a value of the other.</summary>
    private static bool Widens(string from, string to)
    {
        if (from is "smallint" && to is "integer" or "bigint" || from is "integer" && to is "bigint")
        {
            return true;
        }

        // Where pgvector has come, what was a list becomes an embedding.
        if (from is "real[]" && to.Contains(".vector(", StringComparison.Ordinal))
        {
            return true;
        }

        if (from is "real" && to is "double precision" || from is "smallint" or "integer" or "bigint" && to is "numeric")
        {
            return true;
        }

        if (Varchar().Match(from) is { Success: true } narrower)
        {
            return to is "text" || Varchar().Match(to) is { Success: true } wider && Part(wider, 1) >= Part(narrower, 1);
        }

        if (Numeric().Match(from) is not { Success: true } narrow)
        {
            return false;
        }

        return to == "numeric" || Numeric().Match(to) is { Success: true } wide
            && Part(wide, 2) >= Part(narrow, 2)
            && Part(wide, 1) - Part(wide, 2) >= Part(narrow, 1) - Part(narrow, 2);
    }

    /// <summary>Whether every value is written as before: a seal is of the text.</summary>
    private static bool KeepsText(string from, string to) =>
        from == to
        || (Widens(from, to)
            && to != "double precision"
            && !to.Contains(".vector(", StringComparison.Ordinal)
            && (Numeric().Match(from) is not { Success: true } narrow || Numeric().Match(to) is not { Success: true } wide || Part(narrow, 2) == Part(wide, 2)));

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private void Alter(string change, string what, bool destructive = false) => Add(Phase.Columns, $"alter table {_target} {change}", what, destructive);

    private void Add(Phase phase, string sql, string what, bool destructive = false, Demand? demand = null) =>
        steps.Add(phase, sql, wanted.FullName, what, destructive, demand);

    [GeneratedRegex(@"^character varying\((\d+)\)$")]
    private static partial Regex Varchar();

    [GeneratedRegex(@"^numeric\((\d+),(\d+)\)$")]
    private static partial Regex Numeric();
}
