using Herdbook.Server.Pages.Warehouse.Insight;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>The dashboards' queries, each under its dashboard's filters. A dashboard adds its own when its rows are mapped.</summary>
internal sealed class InsightExports(InsightDesk desk) : INamedQueries
{
    private readonly Dictionary<string, (InsightShape Shape, InsightQuery Query)> _known = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _known.Keys.Order(StringComparer.Ordinal);

    /// <summary>While the server is put together.</summary>
    public void Add(InsightShape shape, IEnumerable<InsightQuery> queries)
    {
        foreach (var query in queries)
        {
            _known[query.Name] = (shape, query);
        }
    }

    public async ValueTask<NamedQuery?> FindAsync(HttpContext http, string name, CancellationToken ct)
    {
        if (!_known.TryGetValue(name, out var known))
        {
            return null;
        }

        using var session = await desk.OpenAsync(http, known.Shape, ct);
        var values = session.View.Request.Parameters().ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);
        return new NamedQuery(name, known.Query.Sql, values) { Title = known.Query.Title };
    }
}
