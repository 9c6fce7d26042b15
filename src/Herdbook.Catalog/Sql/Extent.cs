using System.Text.RegularExpressions;

namespace Herdbook.Catalog;

/// <summary>A part of a catalog that PostgreSQL can be asked about on its own: some tables whole, and bare those that they lean on.</summary>
/// <param name="Full">With everything that is declared.</param>
/// <param name="Bare">Columns and keys alone, views and functions as they are.</param>
/// <param name="Modules">The schemas of both, and the engine's own.</param>
internal sealed partial record Extent(IReadOnlySet<string> Full, IReadOnlySet<string> Bare, IReadOnlyList<string> Modules)
{
    private static readonly HashSet<string> None = [];

    public static Extent Whole(CatalogSet catalog) => new(catalog.Tables.Select(table => table.FullName).ToHashSet(StringComparer.Ordinal), None, catalog.Modules);

    /// <summary>The named tables whole; whatever they refer to, or name in their SQL, bare.</summary>
    public static Extent Of(CatalogSet catalog, IEnumerable<string> names)
    {
        var full = names.Where(name => catalog.Find(name) is not null).ToHashSet(StringComparer.Ordinal);
        var bare = new HashSet<string>(StringComparer.Ordinal);
        var owners = Functions(catalog);
        var unread = new Queue<TableDeclaration>(full.Select(name => catalog[name]));
        while (unread.TryDequeue(out var table))
        {
            var referred = full.Contains(table.FullName) ? table.Columns.Select(column => column.Refers?.Table).OfType<string>() : [];
            foreach (var other in referred.Concat(Mentioned(table, full.Contains(table.FullName), catalog, owners)))
            {
                if (!full.Contains(other) && bare.Add(other))
                {
                    unread.Enqueue(catalog[other]);
                }
            }
        }

        var modules = full.Concat(bare).Select(name => catalog[name].Module).Append(DesiredSchema.CatalogModule).Distinct(StringComparer.Ordinal);
        return new Extent(full, bare, [.. modules.Order(StringComparer.Ordinal)]);
    }

    /// <summary>One more than is needed does no harm, so the SQL is searched for names and not parsed.</summary>
    private static IEnumerable<string> Mentioned(TableDeclaration table, bool whole, CatalogSet catalog, Dictionary<string, string> owners)
    {
        foreach (Match match in Qualified().Matches(string.Join('\n', Texts(table, whole)).Replace("\"", "", StringComparison.Ordinal)))
        {
            var name = $"{match.Groups[1].Value}.{match.Groups[2].Value}".ToLowerInvariant();
            if ((catalog.Find(name)?.FullName ?? owners.GetValueOrDefault(name)) is { } found && found != table.FullName)
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<string> Texts(TableDeclaration table, bool whole)
    {
        IEnumerable<string?> always = [table.Select, .. table.Functions.SelectMany(function => new[] { function.Arguments, function.Returns, function.Body })];
        IEnumerable<string?> own =
        [
            .. table.Checks.Select(check => check.Sql),
            .. table.Columns.SelectMany(column => new[] { column.Generated, column.Default is { IsSql: true } value ? value.Text : null, column.Convert }),
            .. table.Indexes.Concat(table.Unique).SelectMany(index => index.Expressions.Append(index.Where)),
            .. table.Triggers.SelectMany(trigger => new[] { trigger.When, trigger.Body }),
        ];
        return (whole ? always.Concat(own) : always).OfType<string>();
    }

    private static Dictionary<string, string> Functions(CatalogSet catalog)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in catalog.Tables)
        {
            foreach (var function in table.Functions)
            {
                owners[$"{table.Module}.{function.Name}"] = table.FullName;
            }
        }

        return owners;
    }

    [GeneratedRegex(@"(?<![\w.])([A-Za-z_]\w*)\s*\.\s*([A-Za-z_]\w*)")]
    private static partial Regex Qualified();
}
