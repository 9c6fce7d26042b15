using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Herdbook.Core.Tables;

namespace Herdbook.Server.Pages.Tables;

/// <summary>Reads what a grid shows, by the same door as the row API.</summary>
public sealed class GridReader(RowReader rows, RowCounts counts)
{
    /// <summary>Groups that are shown.</summary>
    public const int MostGroups = 200;

    /// <summary>Groups that are read, to find the largest of them.</summary>
    private const int ReadGroups = 2_000;

    /// <summary>The view with its rows or groups, or with the reason why there are none.</summary>
    public async Task<GridView> ReadAsync(GridView view, CancellationToken ct)
    {
        try
        {
            return view.State.Group is null ? await RowsAsync(view, ct) : await GroupsAsync(view, ct);
        }
        catch (RowRefusalException e)
        {
            return view with { Refusal = new GridRefusal(e.Message, e.Remedy) };
        }
    }

    /// <summary>The query whose rows the grid shows, in the state's order and without a place.</summary>
    /// <exception cref="RowRefusalException">The address asks for what the table cannot answer.</exception>
    public static RowQuery Query(CatalogSet catalog, GridState state, IEnumerable<string> columns)
    {
        var pairs = state.Filters.ToList();
        pairs.Add(("select", string.Join(',', columns)));
        pairs.AddRange(state.At(GridPlace.First).Pairs().Where(pair => pair.Name is "as_of" or "deleted"));
        return RowQueryParser.Parse(catalog, state.Table, pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))) with
        {
            Order = [.. state.FullOrder.Select(order => new RowOrder(RowPath.Of(RowColumns.Get(state.Table, order.Column)), null, order.Descending, order.Nulls switch { "first" => true, "last" => false, _ => null }))],
        };
    }

    /// <summary>The query of the state's page, and whether its rows come in reverse.</summary>
    public static (RowQuery Query, bool Reversed) Page(CatalogSet catalog, GridState state)
    {
        var query = Query(catalog, state, Needed(state)) with { Limit = state.Limit };
        return state.Place switch
        {
            GridPlace.After => (query with { After = state.Cursor }, false),
            GridPlace.Before => (Reversed(query) with { After = state.Cursor }, true),
            GridPlace.Last => (Reversed(query), true),
            _ => (query, false),
        };
    }

    private async Task<GridView> RowsAsync(GridView view, CancellationToken ct)
    {
        var state = view.State;
        var (query, reversed) = Page(view.Catalog, state);
        var read = new List<(JsonElement Row, string?[] Place)>();
        await using (var answer = await rows.OpenAsync(view.Page.Tenant, query with { Limit = state.Limit + 1 }, RowFormat.Json, RowCount.None, RowExtras.Cursor, ct))
        {
            while (await answer.NextAsync(ct))
            {
                read.Add((answer.Json(), answer.Place));
            }
        }

        // The row beyond the page says only that there is one.
        var hasMore = read.Count > state.Limit;
        var page = read.Take(state.Limit).ToList();
        if (reversed)
        {
            page.Reverse();
        }

        var (back, forth) = reversed ? (query, Reversed(query)) : (Reversed(query), query);
        var hasBefore = reversed ? hasMore : state.Place == GridPlace.After;
        var hasAfter = reversed ? state.Place == GridPlace.Before : hasMore;
        return view with
        {
            Rows = [.. page.Select(row => row.Row)],
            Before = hasBefore && page.Count > 0 ? RowCursor.Write(back, page[0].Place) : null,
            After = hasAfter && page.Count > 0 ? RowCursor.Write(forth, page[^1].Place) : null,
            Size = await counts.ReadAsync(view.Page.Tenant, Query(view.Catalog, state, view.Table.Key), ct),
        };
    }

    /// <summary>The values of a column with the rows that have them, the most frequent first.</summary>
    private async Task<GridView> GroupsAsync(GridView view, CancellationToken ct)
    {
        var column = RowColumns.Get(view.Table, view.State.Group!);
        var query = Query(view.Catalog, view.State, view.Table.Key) with
        {
            Select = [RowField.Of(column), new RowAggregate("rows counted", RowFunction.Count, null, null, null)],
            Order = [new RowOrder(RowPath.Of(column), null, false, null)],
            Limit = ReadGroups,
        };
        var page = await rows.PageAsync(view.Page.Tenant, query, RowCount.None, ct);
        var groups = page.Rows.Select(row => new GridGroup(row, row.GetProperty("rows counted").GetInt64())).OrderByDescending(group => group.Count).ToList();
        return view with { Groups = [.. groups.Take(MostGroups)], LeftOut = groups.Count - Math.Min(groups.Count, MostGroups), HasMoreGroups = page.Rows.Count == ReadGroups };
    }

    /// <summary>The columns that are shown, and those that showing them needs: the key, a subject's table, a currency, and whether the row is deleted.</summary>
    private static IEnumerable<string> Needed(GridState state)
    {
        var table = state.Table;
        var shown = state.Columns.Select(column => column.Name).ToList();
        var subject = table.Subject is { } link && shown.Contains(link.IdColumn) ? link.TypeColumn : null;
        var currency = state.Columns.Any(column => ValueForms.Of(column) == ValueForm.Money) ? (table.Column("currency") ?? table.Column("currency_code"))?.Name : null;
        var deleted = state.Deleted is not null ? "deleted_at" : null;
        return shown.Concat(table.Key).Concat(((string?[])[subject, currency, deleted]).OfType<string>()).Where(name => GridColumns.Named(table, name) is not null).Distinct(StringComparer.Ordinal);
    }

    private static RowQuery Reversed(RowQuery query) => query with
    {
        Order = [.. query.Order.Select(order => order with { Descending = !order.Descending, NullsFirst = !order.PutsNullsFirst })],
        After = null,
    };
}
