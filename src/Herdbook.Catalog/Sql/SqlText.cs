using System.Text.RegularExpressions;

namespace Herdbook.Catalog;

/// <summary>
/// SQL from the files. It names schemas as they are live; where a schema is built under another name, every <c>module.object</c> of the
/// catalog is renamed with it. Literals, comments and quoted bodies stay as they are, so what is composed while it runs means the live ones.
/// </summary>
internal sealed partial class SqlText(IEnumerable<TableDeclaration> tables, SchemaNames names, ServerFeatures server)
{
    private readonly HashSet<string> _objects = [.. tables.SelectMany(Objects)];

    /// <summary>The text with the schemas of this build, and with the type of embeddings that the server has.</summary>
    public string Of(string sql) => Token().Replace(sql, match =>
        Qualified(match) is { } name
            ? string.Concat(names.Of(name.Module), match.Value.AsSpan(match.Groups["module"].Length))
            : match.Groups["vector"].Success ? server.TypeOf(match.Value) : match.Value);

    /// <summary>The tables, views and functions of the catalog that the text names, as <c>module.object</c>.</summary>
    public IEnumerable<string> Mentions(string sql) =>
        Token().Matches(sql).Select(Qualified).OfType<(string Module, string Object)>().Select(name => $"{name.Module}.{name.Object}").Distinct();

    private (string Module, string Object)? Qualified(Match match)
    {
        if (!match.Groups["module"].Success)
        {
            return null;
        }

        var (module, named) = (Plain(match.Groups["module"].Value), Plain(match.Groups["object"].Value));
        return module == DesiredSchema.CatalogModule || _objects.Contains($"{module}.{named}") ? (module, named) : null;
    }

    private static string Plain(string name) => name[0] == '"' ? name[1..^1] : name.ToLowerInvariant();

    private static IEnumerable<string> Objects(TableDeclaration table) =>
        [table.FullName, .. table.Functions.Select(function => $"{table.Module}.{function.Name}")];

    [GeneratedRegex("""
        (?>(?<![\w$])[eE]'(?:[^'\\]|''|\\.)*' | '[^']*(?:''[^']*)*')
        | --[^\n]*
        | (?>/\*(?>(?<open>/\*)|(?<-open>\*/)|(?!/\*|\*/).)*(?(open)(?!))\*/)
        | \$(?<tag>(?:[A-Za-z_]\w*)?)\$.*?\$\k<tag>\$
        | (?<![\w.$"])(?<module>"[a-z][a-z0-9_]*"|[A-Za-z][A-Za-z0-9_]*)\s*\.\s*(?<object>"[a-z][a-z0-9_]*"|[A-Za-z][A-Za-z0-9_]*)
        | (?<![\w.$"])(?<vector>vector\(\d+\))
        | "(?:[^"]|"")*"
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
