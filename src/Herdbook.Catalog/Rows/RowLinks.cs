using System.Runtime.CompilerServices;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>Every relation between the tables of one catalog, found from their references in both directions.</summary>
public sealed class RowLinks
{
    private static readonly ConditionalWeakTable<CatalogSet, RowLinks> Known = [];

    private readonly ILookup<string, RowLink> _from;

    private RowLinks(CatalogSet catalog)
    {
        var direct = catalog.Tables.SelectMany(table => References(catalog, table)).ToList();
        _from = direct
            .Concat(direct.Select(Reverse))
            .Concat(catalog.Tables.SelectMany(table => Through(table, direct.Where(link => link.From == table).ToList())))
            .ToLookup(link => link.From.FullName, StringComparer.Ordinal);
    }

    public static RowLinks Of(CatalogSet catalog) => Known.GetValue(catalog, catalog => new RowLinks(catalog));

    /// <summary>The relations of a table: to what it refers, what refers to it, and what a junction ties to it.</summary>
    public IEnumerable<RowLink> From(TableDeclaration table) => _from[table.FullName];

    /// <param name="target">The other table's name, with or without its module, or the referring column.</param>
    /// <param name="hint">Which of several relations is meant, by one of its names; null when the request gives none.</param>
    /// <exception cref="RowRefusalException">`relation_unknown`, or `relation_ambiguous` with the choices.</exception>
    internal RowLink Find(TableDeclaration table, string target, string? hint)
    {
        var all = From(table).ToList();
        var own = all.Where(link => link.To.FullName == target || link.To.Name == target).ToList();
        var named = own.Where(link => hint is null || link.Names.Contains(hint, StringComparer.Ordinal)).ToList();
        // A table that refers to itself: the column as target is the one above, as a hint the ones below.
        if (hint is not null && named.Count > 1 && named.TrueForAll(link => link.To.FullName == table.FullName))
        {
            named = [.. named.Where(link => link.Column is null)];
        }

        if (named.Count == 0 && hint is null)
        {
            named = [.. all.Where(link => link.Column == target || (link.Column is not null && link.Names.Contains(target, StringComparer.Ordinal)))];
        }

        return named.Count switch
        {
            1 => named[0],
            0 => throw Unknown(table, target, hint, all, own),
            _ => throw Ambiguous(table, target, named),
        };
    }

    private static IEnumerable<RowLink> References(CatalogSet catalog, TableDeclaration table)
    {
        foreach (var column in table.AllColumns)
        {
            if (column is { Secret: false, Refers: { } refers } && catalog.Find(refers.Table) is { } target && (refers.Column ?? target.Key[0]) is var far)
            {
                yield return new RowLink(table, target, false, column.Name, far, [column.Name, Quote.Fit($"{table.Name}_{column.Name}_fkey")]) { Column = column.Name };
            }
        }
    }

    private static RowLink Reverse(RowLink link) =>
        new(link.To, link.From, !IsUnique(link.From, link.Near), link.Far, link.Near, link.Names);

    /// <summary>A table ties those to each other to which columns of its key refer.</summary>
    private static IEnumerable<RowLink> Through(TableDeclaration table, IReadOnlyList<RowLink> references)
    {
        var keyed = references.Where(link => table.Key.Count > 1 && table.Key.Contains(link.Near)).ToList();
        foreach (var near in keyed)
        {
            foreach (var far in keyed.Where(far => far.Near != near.Near))
            {
                yield return new RowLink(near.To, far.To, true, near.Far, far.Far, [table.Name, table.FullName, near.Near, far.Near])
                {
                    Through = new RowJunction(table, near.Near, far.Near),
                };
            }
        }
    }

    private static bool IsUnique(TableDeclaration table, string column) =>
        (table.Key is [var key] && key == column)
        || table.Unique.Any(unique => unique.Where is null && unique.Columns is [var only] && only == column && unique.Expressions.Count == 0);

    private static RowRefusalException Unknown(TableDeclaration table, string target, string? hint, IReadOnlyList<RowLink> all, IReadOnlyList<RowLink> own)
    {
        var names = own.Count > 0 && hint is not null
            ? own.SelectMany(link => link.Names).Distinct().ToList()
            : [.. all.Select(link => link.To.Name).Distinct()];
        return new("relation_unknown", hint is null
            ? $"{table.FullName} has no relation to '{Shown.Of(target)}'."
            : $"{table.FullName} has no relation to '{Shown.Of(target)}' by '{Shown.Of(hint)}'.")
        {
            Details = names.Count == 0 ? $"No table refers to {table.FullName}, and it refers to none." : $"Related: {string.Join(", ", names)}.",
            Remedy = names.Count == 0 ? "Ask for the other table in a request of its own." : Nearest.Remedy(own.Count > 0 && hint is not null ? hint : target, names, "relation"),
        };
    }

    private static RowRefusalException Ambiguous(TableDeclaration table, string target, IReadOnlyList<RowLink> links)
    {
        var choices = links.Select(link => Choice(links, link)).Distinct().ToList();
        return new("relation_ambiguous", $"{table.FullName} is related to '{Shown.Of(target)}' in {links.Count} ways.")
        {
            Status = 300,
            Details = string.Join("; ", links.Select(Describe)),
            Remedy = $"Say which: {string.Join(", ", choices)}.",
            More = new Dictionary<string, object?> { ["choices"] = choices },
        };
    }

    private static string Choice(IReadOnlyList<RowLink> links, RowLink link) =>
        link.Column is { } column && link.To.FullName == link.From.FullName ? column : $"{Name(links, link)}!{Hint(links, link)}";

    private static string Name(IReadOnlyList<RowLink> links, RowLink link) =>
        links.Any(other => other.To.FullName != link.To.FullName) ? link.To.FullName : link.To.Name;

    /// <summary>The first of its names that none of the others bears.</summary>
    private static string Hint(IReadOnlyList<RowLink> links, RowLink link) =>
        link.Names.FirstOrDefault(name => links.Count(other => other.Names.Contains(name, StringComparer.Ordinal)) == 1) ?? link.Names[0];

    private static string Describe(RowLink link) => link switch
    {
        { Through: { } junction } => $"many to many through {junction.Table.FullName} ({junction.Near}, {junction.Far})",
        { Column: { } column } => $"many to one by {link.From.FullName}.{column}",
        { Many: true } => $"one to many by {link.To.FullName}.{link.Far}",
        _ => $"one to one by {link.To.FullName}.{link.Far}",
    };
}
