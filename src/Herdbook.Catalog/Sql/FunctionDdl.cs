namespace Herdbook.Catalog;

/// <summary>Functions and triggers of a table's own. They run as the caller and trust no search_path.</summary>
internal sealed class FunctionDdl(TableDeclaration table, SchemaNames names, SqlText text)
{
    private readonly string _schema = Quote.Name(names.Of(table.Module));

    /// <summary>The function that a trigger of the table's own calls.</summary>
    public static string TriggerFunction(string table, string trigger) => Quote.Fit($"{table}_{trigger}");

    /// <summary>Whether the function takes or returns rows of a table, so that the table must be there first.</summary>
    public bool IsLate(FunctionDeclaration function) => text.Mentions($"{function.Arguments} , {function.Returns}").Any();

    public IEnumerable<Statement> Functions(bool late) =>
        table.Functions.Where(function => IsLate(function) == late).SelectMany(function => new[] { Create(function), Comment(function) });

    /// <summary>The same again, to have PostgreSQL read the bodies when all that they name is there.</summary>
    public IEnumerable<Statement> Checks() => [.. table.Functions.Select(Create), .. TriggerFunctions()];

    public IEnumerable<Statement> TriggerFunctions() => table.Triggers.Select(trigger => Of(
        $"create or replace function {_schema}.{Quote.Name(TriggerFunction(table.Name, trigger.Name))}() returns trigger language plpgsql security invoker set search_path = pg_catalog as {Body(trigger.Body)}",
        $"trigger {trigger.Name}", trigger.At));

    public IEnumerable<Statement> Triggers()
    {
        var target = $"{_schema}.{Quote.Name(table.Name)}";
        var catalog = Quote.Name(names.Of(DesiredSchema.CatalogModule));
        foreach (var trigger in table.Triggers)
        {
            var columns = trigger.Of.Count == 0 ? "" : $" of {Quote.Names(trigger.Of)}";
            // What arrives with a tenant has been through them where it was written.
            var when = trigger.When is null ? $" when (not {catalog}.importing())" : $" when (({text.Of(trigger.When)}) and not {catalog}.importing())";
            yield return Of(
                $"create trigger {Quote.Name(trigger.Name)} {trigger.On}{columns} on {target} for each {trigger.Each}{when} execute function {_schema}.{Quote.Name(TriggerFunction(table.Name, trigger.Name))}()",
                $"trigger {trigger.Name}", trigger.At);
            yield return Of($"alter table {target} enable always trigger {Quote.Name(trigger.Name)}", $"trigger {trigger.Name}", trigger.At);
        }
    }

    private Statement Create(FunctionDeclaration function) => Of(
        $"create or replace function {_schema}.{Quote.Name(function.Name)}({text.Of(function.Arguments)}) returns {text.Of(function.Returns)} language {function.Language} {function.Volatility} security invoker set search_path = pg_catalog as {Body(function.Body)}",
        $"function {function.Name}", function.At);

    private Statement Comment(FunctionDeclaration function) => Of(
        $"comment on function {_schema}.{Quote.Name(function.Name)} is {(function.About.Length == 0 ? "null" : Quote.Literal(function.About))}",
        $"function {function.Name}", function.At);

    private string Body(string body)
    {
        var tag = "body";
        while (body.Contains($"${tag}$", StringComparison.Ordinal))
        {
            tag += "_";
        }

        return $"${tag}$\n{text.Of(body).TrimEnd()}\n${tag}$";
    }

    private Statement Of(string sql, string what, SourceMark at) => new(sql, table.FullName, what, at);
}
