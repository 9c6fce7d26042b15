namespace Herdbook.Catalog;

/// <summary>
/// What PostgreSQL keeps for a kind: row-level security, triggers that fire for every role and in every replication mode, and the
/// application's privileges.
/// </summary>
internal sealed class TablePromises(TableDeclaration table, CatalogSet catalog, SchemaNames names, ServerFeatures server, string target)
{
    private static readonly string[] Times = ["created_at", "modified_at", "updated_at"];

    private readonly string _functions = Quote.Name(names.Of(DesiredSchema.CatalogModule));
    private readonly List<string> _triggers = [];

    public IEnumerable<Statement> Statements() => [.. Isolation(), .. Triggers(), .. Privileges()];

    private IEnumerable<Statement> Isolation()
    {
        if (!table.Isolated)
        {
            yield break;
        }

        yield return Of($"alter table {target} enable row level security", "isolation");
        yield return Of($"alter table {target} force row level security", "isolation");

        // The subquery is evaluated once for each statement, not for each row; without a tenant it raises.
        var ours = $"tenant_id = (select {_functions}.current_tenant())";
        yield return Of($"create policy tenant on {target} for all to public using ({ours}) with check ({ours})", "isolation");
    }

    private IEnumerable<Statement> Triggers()
    {
        var kind = Quote.Literal(table.Kind.ToString().ToLowerInvariant());
        if (table.Kind is TableKind.Ledger or TableKind.Version)
        {
            yield return Trigger("herdbook_refuse_change", "before update or delete", "for each row", $"refuse_change({kind})");
            yield return Trigger("herdbook_refuse_any_change", "before update or delete", "for each statement", $"refuse_change({kind})");
            yield return Trigger("herdbook_refuse_truncate", "before truncate", "for each statement", $"refuse_change({kind})");
        }

        if (table.Kind is TableKind.Entity or TableKind.Junction && table.Column("deleted_at") is not null)
        {
            yield return Trigger("herdbook_refuse_delete", "before delete", "for each row", $"refuse_change({kind})");
            yield return Trigger("herdbook_refuse_any_delete", "before delete", "for each statement", $"refuse_change({kind})");
            yield return Trigger("herdbook_refuse_truncate", "before truncate", "for each statement", $"refuse_change({kind})");
        }

        if (table.Kind == TableKind.Entity && Times.Where(name => table.Column(name) is not null).ToList() is { Count: > 0 } times)
        {
            yield return Trigger("herdbook_keep_times", "before update", "for each row", $"keep_times({string.Join(", ", times.Select(Quote.Literal))})");
        }

        if (table.Kind == TableKind.Junction)
        {
            yield return Trigger("herdbook_only_soft_delete", "before update", "for each row", "only_soft_delete()");
        }

        if (table.ContentAddress is { } content)
        {
            yield return Trigger("herdbook_content_address", "before insert", "for each row", $"content_address({Quote.Literal(table.Key[0])}, {Quote.Literal(content)})");
        }

        if (table.Subject is { } subject)
        {
            var type = Quote.Name(subject.TypeColumn);
            yield return Trigger("herdbook_subject", $"before insert or update of {type}", $"for each row when (new.{type} is not null)", $"check_subject({Quote.Literal(subject.TypeColumn)})");
        }

        foreach (var column in References.Registering(table))
        {
            var (name, other) = (Quote.Name(column.Name), catalog[column.Refers!.Table]);
            string[] arguments = [column.Name, $"{names.Of(other.Module)}.{Quote.Name(other.Name)}", other.Key[0], server.TypeOf(other.Column(other.Key[0])!.Type)];
            yield return Trigger(Quote.Fit($"herdbook_register_{column.Name}"), $"before insert or update of {name}", $"for each row when (new.{name} is not null)", $"register({string.Join(", ", arguments.Select(Quote.Literal))})");
        }

        if (table is { Kind: TableKind.Entity or TableKind.Junction, Isolated: true })
        {
            yield return Trigger("herdbook_cascade_delete", "after update of deleted_at", "for each row when (old.deleted_at is null and new.deleted_at is not null)", "cascade_delete()");
        }

        foreach (var (name, when, each, call) in HistoryDdl.Triggers(table))
        {
            yield return Trigger(name, when, each, call);
        }

        if (SealDdl.IsSealed(table))
        {
            var (when, each, call) = SealDdl.Call(table, names.Of(DesiredSchema.CatalogModule));
            yield return Trigger(SealDdl.Trigger, when, each, call);
        }

        foreach (var name in _triggers)
        {
            yield return Of($"alter table {target} enable always trigger {name}", $"trigger {name}");
        }
    }

    private IEnumerable<Statement> Privileges()
    {
        var granted = table.Kind switch
        {
            _ when table.Writer == TableWriter.Database => "select",

            // The catalog's own tables are written by the engine, as the owner; tenants are registered by the application.
            _ when !table.Isolated && table.Kind != TableKind.Entity => "select",
            TableKind.Entity => "select, insert, update",
            TableKind.Ledger or TableKind.Version => "select, insert",
            TableKind.Junction => "select, insert",
            _ => "select, insert, update, delete",
        };
        yield return Of($"grant {granted} on {target} to {Roles.App}", "privileges");
        if (table.Kind == TableKind.Junction && granted.Contains("insert", StringComparison.Ordinal) && table.Column("deleted_at") is not null)
        {
            yield return Of($"grant update (deleted_at) on {target} to {Roles.App}", "privileges");
        }

        foreach (var column in table.AllColumns.Where(column => column.Identity && granted.Contains("insert", StringComparison.Ordinal)))
        {
            // What was imported with its numbers is followed by greater ones.
            var rights = Sequences.ByDefault(table) ? "usage, update" : "usage";
            yield return Of($"grant {rights} on sequence {Quote.Name(names.Of(table.Module))}.{Quote.Name(Sequences.NameOf(table.Name, column.Name))} to {Roles.App}", "privileges");
        }
    }

    private Statement Trigger(string name, string when, string each, string call)
    {
        _triggers.Add(name);
        return Of($"create trigger {name} {when} on {target} {each} execute function {_functions}.{call}", $"trigger {name}");
    }

    private Statement Of(string sql, string what) => new(sql, table.FullName, what, table.At);
}
