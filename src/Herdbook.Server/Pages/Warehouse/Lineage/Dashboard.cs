using System.Text.RegularExpressions;
using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Lineage;

/// <summary>A dashboard as the drawing shows it.</summary>
/// <param name="Address">Under the tenant's root.</param>
/// <param name="Reads">Relations of gold, as schema.name, that its queries ask: told by the queries themselves.</param>
internal sealed partial record Dashboard(string Address, string Title, string About, IReadOnlyList<string> Reads)
{
    public static Dashboard Of(string address, string title, string about, IEnumerable<InsightQuery> queries) =>
        new(address, title, about, [.. queries.SelectMany(query => Relation().Matches(query.Sql)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    [GeneratedRegex(@"\bherd_dm\.[a-z_][a-z0-9_]*", RegexOptions.CultureInvariant)]
    private static partial Regex Relation();
}
