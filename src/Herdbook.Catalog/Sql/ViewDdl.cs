namespace Herdbook.Catalog;

/// <summary>The statements that make a view. It is computed as its reader: row-level security of the tables below holds.</summary>
internal sealed class ViewDdl(TableDeclaration view, SchemaNames names, SqlText text)
{
    private readonly string _target = $"{Quote.Name(names.Of(view.Module))}.{Quote.Name(view.Name)}";

    /// <summary>Each after those that it reads; of views that read one another, which the loader refuses, any order.</summary>
    public static IReadOnlyList<TableDeclaration> InOrder(IEnumerable<TableDeclaration> views, SqlText text)
    {
        var byName = views.ToDictionary(view => view.FullName, StringComparer.Ordinal);
        return Dependencies.Order(byName.Keys.Order(StringComparer.Ordinal), name => text.Mentions(byName[name].Select ?? "").Where(byName.ContainsKey)).ConvertAll(name => byName[name]);
    }

    public IEnumerable<Statement> Statements()
    {
        yield return Of($"create view {_target} with (security_invoker = true) as {text.Of(view.Select ?? "").TrimEnd().TrimEnd(';')}", "select", view.At);
        yield return Of($"comment on view {_target} is {Quote.Literal(view.About)}", "comment", view.At);
        yield return Of($"grant select on {_target} to {Roles.App}", "privileges", view.At);
    }

    /// <summary>Of the columns, once it is known that they are as declared.</summary>
    public IEnumerable<Statement> Comments() => view.Columns.Where(column => column.About is not null)
        .Select(column => Of($"comment on column {_target}.{Quote.Name(column.Name)} is {Quote.Literal(column.About!)}", $"comment of {column.Name}", column.At));

    private Statement Of(string sql, string what, SourceMark at) => new(sql, view.FullName, what, at);
}
