using System.Text.RegularExpressions;

namespace Herdbook.Catalog;

/// <summary>Which schema a module's objects are made in: its own, or the shadow's that is built to be compared and rolled back.</summary>
internal sealed partial class SchemaNames
{
    public const string ShadowPrefix = "herdbook_shadow_";

    public static readonly SchemaNames Live = new("");

    private readonly string _prefix;

    private SchemaNames(string prefix) => _prefix = prefix;

    /// <summary>Apart for each connection, so that two planners do not wait for each other.</summary>
    public static SchemaNames Shadow(int processId) => new($"{ShadowPrefix}{processId}_");

    public string Of(string module) => _prefix + module;

    /// <summary>The module of a schema that <see cref="Of"/> named.</summary>
    public string Module(string schema) => schema[_prefix.Length..];

    /// <summary>Text that PostgreSQL printed about a shadow, as it would print it about the module's own schema.</summary>
    public string Normalise(string text, IReadOnlyDictionary<string, string> quoted) =>
        _prefix.Length == 0
            ? text
            : ShadowSchema().Replace(text, match => quoted.TryGetValue(match.Groups[1].Value, out var own) ? own : match.Value);

    [GeneratedRegex(ShadowPrefix + @"\d+_([a-z][a-z0-9_]*)")]
    private static partial Regex ShadowSchema();
}
