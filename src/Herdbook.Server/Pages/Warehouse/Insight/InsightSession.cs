using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Reading;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A dashboard being answered: its state, and the one generation of the warehouse that all its figures come from.</summary>
/// <param name="reader">Given back on disposal; null where no warehouse is built.</param>
internal sealed class InsightSession(InsightView view, WarehouseReader? reader) : IDisposable
{
    /// <summary>Rows that a page reads at most, unless it says otherwise.</summary>
    public const int UsualMost = 1_000;

    public InsightView View { get; } = view;

    /// <summary>Whether there is a warehouse to ask.</summary>
    public bool IsBuilt => reader is not null;

    /// <summary>The answer under the address's filters.</summary>
    /// <param name="most">Rows that are read; the rest is left behind.</param>
    public Task<InsightTable> AskAsync(InsightQuery query, CancellationToken ct, int most = UsualMost) =>
        ReadAsync(Reader, query.Sql, Parameters(before: false), most, ct);

    /// <summary>The same for the period before.</summary>
    public Task<InsightTable> AskBeforeAsync(InsightQuery query, CancellationToken ct) =>
        ReadAsync(Reader, query.Sql, Parameters(before: true), UsualMost, ct);

    /// <summary>One page of a query's rows, with the number and the sums of all.</summary>
    /// <param name="page">From 1.</param>
    public async Task<InsightRowsView> PageAsync(InsightQuery query, int page, CancellationToken ct)
    {
        var parameters = Parameters(before: false);
        var sums = string.Concat(query.Sums.Select(column => $", sum(\"{column}\") as \"{column}\""));
        var all = (await ReadAsync(Reader, $"select count(*)::bigint as rows{sums} from ({query.Sql}) counted", parameters, 1, ct)).Only;
        var rows = all.Count("rows");
        var at = (int)Math.Clamp(page, 1, Math.Max(1, (rows + InsightRowsView.PageSize - 1) / InsightRowsView.PageSize));
        var table = await ReadAsync(Reader, $"{query.Sql}\n limit {InsightRowsView.PageSize} offset {(at - 1L) * InsightRowsView.PageSize}", parameters, InsightRowsView.PageSize, ct);
        return new InsightRowsView(View, query, table, at, rows, query.Sums.Count > 0 && rows > 0 ? all : null);
    }

    /// <summary>Writes all rows of a query under the address's filters as a file.</summary>
    /// <param name="format">One of <see cref="WarehouseExport.Formats"/>.</param>
    /// <param name="begin">Called before the first byte: what fails sooner has written nothing.</param>
    public Task ExportAsync(InsightQuery query, string format, Action begin, Stream output, CancellationToken ct) =>
        WarehouseExport.WriteAsync(Reader, new NamedQuery(query.Name, query.Sql, Parameters(before: false)) { Title = query.Title }, format, begin, output, ct);

    public void Dispose() => reader?.Dispose();

    /// <summary>Asks one generation; parameters that the statement does not name are left out.</summary>
    internal static async Task<InsightTable> ReadAsync(WarehouseReader reader, string sql, IReadOnlyDictionary<string, object?> parameters, int most, CancellationToken ct)
    {
        var table = await reader.QueryAsync(sql, parameters, QueryLimits.Page with { Rows = most }, ct);
        return InsightTable.Of([.. table.Columns.Select(column => column.Name)], table.Rows.Select(row => Array.ConvertAll(row, Plain)), table.IsCut);
    }

    private WarehouseReader Reader => reader ?? throw new RefusedException("warehouse_absent", "There is no warehouse yet. Run `herdbook warehouse build`.");

    private Dictionary<string, object?> Parameters(bool before) => View.Request.Parameters(before).ToDictionary(pair => pair.Key, pair => (object?)pair.Value);

    /// <summary>Money and sums as .NET's own figures: no figure of gold has more digits than they keep.</summary>
    private static object? Plain(object? value) => value switch
    {
        DuckDbDecimal exact => exact.ToDecimal(),
        Int128 large => (long)large,
        _ => value,
    };
}
