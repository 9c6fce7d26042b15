using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Catalog;

/// <summary>A table's indexes: those that the file names, those that links and search need, and the extract's.</summary>
internal sealed class IndexDdl(TableDeclaration table, SchemaNames names, SqlText text, ServerFeatures server)
{
    private readonly string _target = $"{Quote.Name(names.Of(table.Module))}.{Quote.Name(table.Name)}";

    public static bool IsConstraint(IndexDeclaration unique) => unique is { Where: null, Expressions: [] };

    /// <summary>The tenant stands first, once.</summary>
    public static IEnumerable<string> WithTenant(TableDeclaration table, IEnumerable<string> columns) =>
        table.Isolated ? columns.Where(column => column != ImplicitColumns.Tenant).Prepend(ImplicitColumns.Tenant) : columns;

    /// <summary>The end of a unique rule's name.</summary>
    public string Suffix(IndexDeclaration unique) => $"{Parts(unique)}{Apart(unique, table.Unique)}_key";

    public Statement Unique(IndexDeclaration unique) => Of(
        $"create unique index {Named(Suffix(unique))} on {_target} ({Members(unique)}){Where(unique)}", $"unique {Shown(unique)}", unique.At);

    public IEnumerable<Statement> All(CatalogSet catalog)
    {
        foreach (var index in table.Indexes.Where(server.Has))
        {
            var name = Parts(index) + (index.Using == "btree" ? "" : $"_{index.Using}") + (index.Where is null ? "" : $"{Apart(index, table.Indexes)}_part") + "_idx";
            var with = index.With.Count == 0 ? "" : $" with ({string.Join(", ", index.With.Select(option => $"{option.Key} = {option.Value}"))})";
            yield return Of($"create index {Named(name)} on {_target} using {index.Using} ({Members(index)}){with}{Where(index)}", $"index {Shown(index)}", index.At);
        }

        // PostgreSQL looks here for the rows that refer to one which is deleted, and pages for those to list beside it.
        foreach (var column in References.Enforced(table).Where(column => !Leads(column.Name)))
        {
            yield return Of($"create index {Named($"{column.Name}_idx")} on {_target} using btree ({Quote.Names(WithTenant(table, [column.Name]))})", $"index {column.Name}", column.At);
        }

        if (SearchExpression.IsIndexed(table))
        {
            yield return Of($"create index {Named("search_idx")} on {_target} using gin (({SearchExpression.Of(table, names)}))", "search", table.At);
        }

        if (table.Kind is TableKind.Ledger or TableKind.Version)
        {
            yield return Of($"create index {Named("booked_xid_idx")} on {_target} (booked_xid)", "index booked_xid", table.At);
        }
    }

    private bool Leads(string column) =>
        table.Key[0] == column
        || table.Unique.Concat(table.Indexes.Where(index => index.Using == "btree")).Any(index => index.Where is null && index.Columns.FirstOrDefault(name => name != ImplicitColumns.Tenant) == column);

    /// <summary>A GIN index takes no plain text beside its documents; a B-tree begins with the tenant, as each query does.</summary>
    private string Members(IndexDeclaration index)
    {
        var columns = index.Using == "btree" ? WithTenant(table, index.Columns) : index.Columns;
        var ops = Ops(index);
        return string.Join(", ", columns.Select(column => Quote.Name(column) + (column == ImplicitColumns.Tenant ? "" : ops))
            .Concat(index.Expressions.Select(expression => $"({text.Of(expression)}){ops}")));
    }

    private string Ops(IndexDeclaration index) => index.Ops is null
        ? ""
        : index.Using is "ivfflat" or "hnsw" && !index.Ops.Contains('.', StringComparison.Ordinal) ? $" {Quote.Name(server.VectorSchema!)}.{Quote.Name(index.Ops)}" : $" {index.Ops}";

    private string Where(IndexDeclaration index) => index.Where is null ? "" : $" where {text.Of(index.Where)}";

    /// <summary>Expressions stand in a name as a digest of them.</summary>
    private static string Parts(IndexDeclaration index) => string.Join('_', index.Expressions.Count == 0
        ? index.Columns
        : index.Columns.Append("expr").Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', index.Expressions))))[..8]));

    /// <summary>Of rules over the same columns the conditions tell which is which, as a digest.</summary>
    private static string Apart(IndexDeclaration one, IEnumerable<IndexDeclaration> all) =>
        one.Where is { } where && all.Any(other => !ReferenceEquals(other, one) && other.Using == one.Using && other.Where is not null && Parts(other) == Parts(one))
            ? $"_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(where)))[..8]}"
            : "";

    private static string Shown(IndexDeclaration index) => string.Join(", ", index.Columns.Concat(index.Expressions));

    private string Named(string suffix) => Quote.Name(Quote.Fit($"{table.Name}_{suffix}"));

    private Statement Of(string sql, string what, SourceMark at) => new(sql, table.FullName, what, at);
}
