using System.Text.RegularExpressions;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog;

/// <summary>What a name may be. SQL quotes every name all the same.</summary>
internal static partial class Identifiers
{
    /// <summary>Leaves room for what the engine appends to a name; PostgreSQL cuts at 63 bytes.</summary>
    public const int MaxLength = 50;

    private static readonly HashSet<string> SystemColumns = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];
    private static readonly HashSet<string> SystemSchemas = ["public", "information_schema"];

    public static bool IsValid(string name) => name.Length <= MaxLength && Name().IsMatch(name);

    public static void Check(ScalarNode name, string what, List<CatalogError> errors)
    {
        var at = name.At;
        if (!IsValid(name.Text))
        {
            errors.Add(new CatalogError(at.File, at.Line, at.Column, $"'{Shown.Of(name.Text)}' is no name for a {what}.",
                $"Use up to {MaxLength} lower-case letters, digits and underscores, a letter first."));
        }
        else if (what == "column" && SystemColumns.Contains(name.Text))
        {
            errors.Add(new CatalogError(at.File, at.Line, at.Column, $"'{name.Text}' is a system column of PostgreSQL.", "Choose another name."));
        }
        else if (what == "module" && (SystemSchemas.Contains(name.Text) || name.Text.StartsWith("pg_", StringComparison.Ordinal) || name.Text.StartsWith(SchemaNames.ShadowPrefix, StringComparison.Ordinal)))
        {
            errors.Add(new CatalogError(at.File, at.Line, at.Column, $"'{name.Text}' is a schema that the catalog may not use.", "Choose another module."));
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Name();
}
