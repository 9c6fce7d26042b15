using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>One table: made when it is missing, else brought to the declaration piece by piece. Foreign keys are <see cref="LinkDiff"/>'s.</summary>
internal sealed class TableDiff(TableDeclaration declaration, LiveTable wanted, LiveTable? live, StepList steps)
{
    private readonly string _target = wanted.Target;

    public static bool ChangesAType(LiveTable wanted, LiveTable live) =>
        wanted.Columns.Any(column => live.Column(column.Name) is { } existing && (existing.Type != column.Type || existing.Collation != column.Collation));

    public void Run()
    {
        if (live is null)
        {
            Create();
        }
        else
        {
            new ColumnsDiff(declaration, wanted, live, steps).Run();
            if (!live.Logged)
            {
                Add(Phase.Columns, $"alter table {_target} set logged", "make the table durable");
            }

            foreach (var rule in live.Rules)
            {
                Add(Phase.DropTriggers, $"drop rule {Quote.Name(rule)} on {_target}", $"drop rule {rule}, which is not declared");
            }
        }

        Constraints();
        Indexes();
        Isolation();
        Triggers();
        Privileges();
        Comments();
    }

    private void Create()
    {
        var columns = wanted.Columns.Select(column => ColumnsDiff.Definition(wanted, column));
        Add(Phase.CreateTables, $"create table {_target} (\n    {string.Join(",\n    ", columns)}\n)", "create table");
    }

    private void Constraints()
    {
        foreach (var (name, existing) in Sorted(live?.Constraints).Where(constraint => constraint.Value.Type != 'f'))
        {
            var declared = wanted.Constraints.GetValueOrDefault(name);
            if (declared?.Definition != existing.Definition)
            {
                Add(Phase.DropConstraints, $"alter table {_target} drop constraint {Quote.Name(name)}",
                    declared is null ? $"drop constraint {name}" : $"take away constraint {name}, to make it again", destructive: declared is null && !IsLengthOfEmbedding(name));
            }
        }

        foreach (var (name, declared) in Sorted(wanted.Constraints).Where(constraint => constraint.Value.Type != 'f'))
        {
            if (live?.Constraints.GetValueOrDefault(name)?.Definition != declared.Definition)
            {
                Add(declared.Type == 'c' ? Phase.Checks : Phase.Keys, $"alter table {_target} add constraint {Quote.Name(name)} {declared.Definition}", $"make constraint {name}");
            }
        }
    }

    /// <summary>Whether the rule is the length of a list that becomes an embedding, whose type has the length.</summary>
    private bool IsLengthOfEmbedding(string rule) => wanted.Columns.Any(column =>
        rule == Quote.Fit($"{wanted.Name}_{column.Name}{ColumnDdl.DimensionsSuffix}") && live?.Column(column.Name)?.Type == "real[]" && column.Type != "real[]");

    private void Indexes()
    {
        foreach (var (name, existing) in Sorted(live?.Indexes))
        {
            var declared = wanted.Indexes.GetValueOrDefault(name);
            if (declared != existing)
            {
                Add(Phase.DropIndexes, $"drop index {Quote.Name(wanted.Module)}.{Quote.Name(name)}", $"drop index {name}", destructive: declared is null && existing.Unique);
            }
        }

        foreach (var (name, declared) in Sorted(wanted.Indexes).Where(index => live?.Indexes.GetValueOrDefault(index.Key) != index.Value))
        {
            Add(Phase.Indexes, declared.Definition, $"make index {name}");
        }
    }

    private void Isolation()
    {
        if (wanted.RowSecurity != (live?.RowSecurity ?? false))
        {
            Add(Phase.Isolation, $"alter table {_target} {(wanted.RowSecurity ? "enable" : "disable")} row level security", "set isolation");
        }

        if (wanted.ForcedRowSecurity != (live?.ForcedRowSecurity ?? false))
        {
            Add(Phase.Isolation, $"alter table {_target} {(wanted.ForcedRowSecurity ? "force" : "no force")} row level security", "set isolation for the owner");
        }

        foreach (var (name, existing) in Sorted(live?.Policies).Where(policy => wanted.Policies.GetValueOrDefault(policy.Key) != policy.Value))
        {
            Add(Phase.DropPolicies, $"drop policy {Quote.Name(name)} on {_target}", $"drop policy {name}, which is {(wanted.Policies.ContainsKey(name) ? "not as declared" : "not declared")}");
        }

        foreach (var (name, declared) in Sorted(wanted.Policies).Where(policy => live?.Policies.GetValueOrDefault(policy.Key) != policy.Value))
        {
            Add(Phase.Isolation, declared, $"make policy {name}");
        }
    }

    private void Triggers()
    {
        // A column that a trigger names does not change its type.
        var again = live is not null && ChangesAType(wanted, live);
        foreach (var (name, existing) in Sorted(live?.Triggers))
        {
            if (again || wanted.Triggers.GetValueOrDefault(name)?.Definition != existing.Definition)
            {
                Add(Phase.DropTriggers, $"drop trigger {Quote.Name(name)} on {_target}", $"drop trigger {name}");
            }
        }

        if (live is { HasPages: true } && wanted.Triggers.ContainsKey(HistoryDdl.InsertTrigger) && !live.Triggers.ContainsKey(HistoryDdl.InsertTrigger))
        {
            Add(Phase.Rows, HistoryDdl.Baseline(declaration), "book the rows as they stand");
        }

        if (live is { HasPages: true } && wanted.Triggers.ContainsKey(SealDdl.Trigger) && !live.Triggers.ContainsKey(SealDdl.Trigger))
        {
            Add(Phase.Rows, SealDdl.SealBaseline(declaration), "seal the rows as they stand");
        }

        foreach (var (name, declared) in Sorted(wanted.Triggers))
        {
            var existing = live?.Triggers.GetValueOrDefault(name);
            var made = again || existing?.Definition != declared.Definition;
            if (made)
            {
                Add(Phase.Triggers, declared.Definition, $"make trigger {name}");
            }

            if (made || existing?.Enabled != declared.Enabled)
            {
                Add(Phase.Triggers, $"alter table {_target} enable always trigger {Quote.Name(name)}", $"arm trigger {name}");
            }
        }
    }

    private void Privileges()
    {
        IReadOnlySet<Grant> granted = live?.Grants ?? new HashSet<Grant>();
        foreach (var extra in granted.Except(wanted.Grants).Where(Stays))
        {
            Add(Phase.Revokes, $"revoke {On(extra)} from {extra.Grantee}", $"revoke {extra.Privilege.ToLowerInvariant()} from {extra.Grantee}");
        }

        foreach (var missing in wanted.Grants.Except(granted).OrderBy(grant => grant.Privilege, StringComparer.Ordinal))
        {
            Add(Phase.Grants, $"grant {On(missing)} to {missing.Grantee}", $"grant {missing.Privilege.ToLowerInvariant()} to {missing.Grantee}");
        }
    }

    /// <summary>A privilege on a column, or on its numbers, is gone with them.</summary>
    private bool Stays(Grant grant) =>
        (grant.Column is not { } column || wanted.Column(column) is not null) && (grant.SequenceOf is not { } numbered || wanted.Column(numbered) is { Identity.Length: > 0 });

    private string On(Grant grant)
    {
        if (grant.SequenceOf is { } column)
        {
            return $"{grant.Privilege} on sequence {Quote.Name(wanted.Module)}.{Quote.Name(Sequences.NameOf(wanted.Name, column))}";
        }

        return grant.Column is { } only
            ? $"{grant.Privilege} ({Quote.Name(only)}) on {_target}"
            : $"{grant.Privilege} on {_target}";
    }

    private void Comments()
    {
        if (wanted.Comment != live?.Comment)
        {
            Add(Phase.Comments, $"comment on table {_target} is {Literal(wanted.Comment)}", "describe the table");
        }

        foreach (var column in wanted.Columns.Where(column => column.Comment != live?.Column(column.Name)?.Comment))
        {
            Add(Phase.Comments, $"comment on column {_target}.{Quote.Name(column.Name)} is {Literal(column.Comment)}", $"describe column {column.Name}");
        }
    }

    private static string Literal(string? text) => text is null ? "null" : Quote.Literal(text);

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(Dictionary<string, T>? items) =>
        items?.OrderBy(item => item.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, T>>();

    private void Add(Phase phase, string sql, string what, bool destructive = false) => steps.Add(phase, sql, wanted.FullName, what, destructive);
}
