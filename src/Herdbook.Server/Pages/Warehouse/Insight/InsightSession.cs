using System.Text.RegularExpressions;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A dashboard being answered: its state, and the one generation of the warehouse that all its figures come from.</summary>
internal sealed partial class InsightSession(InsightView view, Gold? gold) : IAsyncDisposable
{
    /// <summary>Rows that a page reads at most, unless it says otherwise.</summary>
    public const int UsualMost = 1_000;

    public InsightView View { get; } = view;

    /// <summary>Whether there is a warehouse to ask.</summary>
    public bool IsBuilt => gold is not null;

    /// <summary>The answer under the address's filters.</summary>
    /// <param name="most">Rows that are read; the rest is left behind.</param>
    public Task<InsightTable> AskAsync(InsightQuery query, CancellationToken ct, int most = UsualMost) =>
        AskAsync(query.Sql, View.Request.Parameters(), most, ct);

    /// <summary>The same for the period before.</summary>
    public Task<InsightTable> AskBeforeAsync(InsightQuery query, CancellationToken ct) =>
        AskAsync(query.Sql, View.Request.Parameters(before: true), UsualMost, ct);

    /// <summary>One page of a query's rows, with the number and the sums of all.</summary>
    /// <param name="page">From 1.</param>
    public async Task<InsightRowsView> PageAsync(InsightQuery query, int page, CancellationToken ct)
    {
        var parameters = View.Request.Parameters();
        var sums = string.Concat(query.Sums.Select(column => $", sum(\"{column}\") as \"{column}\""));
        var all = (await AskAsync($"select count(*)::bigint as rows{sums} from ({query.Sql}) counted", parameters, 1, ct)).Only;
        var rows = all.Count("rows");
        var at = (int)Math.Clamp(page, 1, Math.Max(1, (rows + InsightRowsView.PageSize - 1) / InsightRowsView.PageSize));
        var table = await AskAsync($"{query.Sql}\n limit {InsightRowsView.PageSize} offset {(at - 1L) * InsightRowsView.PageSize}", parameters, InsightRowsView.PageSize, ct);
        return new InsightRowsView(View, query, table, at, rows, query.Sums.Count > 0 && rows > 0 ? all : null);
    }

    /// <summary>All rows of a query under the address's filters, as a file that is gone when its stream is closed.</summary>
    /// <param name="format">csv or parquet.</param>
    public Stream Export(InsightQuery query, string format, CancellationToken ct) => Asked.Export(query.Sql, Named(query.Sql, View.Request.Parameters()), format, ct);

    public ValueTask DisposeAsync() => gold?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Gold Asked => gold ?? throw new InvalidOperationException("There is no warehouse to ask.");

    private Task<InsightTable> AskAsync(string sql, IReadOnlyDictionary<string, string?> parameters, int most, CancellationToken ct) =>
        Asked.AskAsync(sql, Named(sql, parameters), most, ct);

    /// <summary>Those parameters that the statement names, and no others: DuckDB knows no spare ones.</summary>
    private static Dictionary<string, string?> Named(string sql, IReadOnlyDictionary<string, string?> parameters) =>
        Names().Matches(sql).Select(match => match.Groups[1].Value).Distinct().ToDictionary(name => name, name => parameters[name]);

    [GeneratedRegex(@"\$([a-z_]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
