using Herdbook.Catalog;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Tables;

/// <summary>
/// What the grid's forms send beside its state. Their fields begin with <c>set-</c>; the page answers with the address of the state that they make,
/// so an address never holds a form's own words.
/// </summary>
public static class GridForm
{
    public const string Prefix = "set-";

    /// <summary>How many columns the form sorts by.</summary>
    public const int Sorts = 3;

    public static bool IsSent(IQueryCollection query) => query.Keys.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal)) || query.Any(pair => pair.Value.Any(string.IsNullOrEmpty));

    /// <summary>The state with what the form sets, from its first page.</summary>
    public static GridState Apply(GridState state, IQueryCollection query)
    {
        state = state.At(GridPlace.First) with { Open = state.Open };
        if (query.ContainsKey("set-show"))
        {
            var shown = query["set-show"].Where(name => GridColumns.Named(state.Table, name ?? "") is not null).Select(name => name!).Distinct(StringComparer.Ordinal).ToList();
            state = state with { Chosen = [.. state.Columns.Select(column => column.Name).Where(shown.Contains), .. shown.Where(name => state.Columns.All(column => column.Name != name))] };
        }

        if (query.ContainsKey("set-order-1"))
        {
            state = state with { Order = Orders(state.Table, query) };
        }

        if (query.TryGetValue("set-text", out var text))
        {
            state = WithText(state, text.ToString());
        }

        return GridColumns.Named(state.Table, query["set-column"].ToString()) is { } column ? With(state, column, Filter(column, query)) with { Open = null } : state;
    }

    /// <summary>The state with this filter in place of every other of the column; null for none.</summary>
    public static GridState With(GridState state, ColumnDeclaration column, ColumnFilter? filter)
    {
        var kept = state.Filters.Except(Of(state, column.Name));
        return state.At(GridPlace.First) with { Filters = [.. kept, .. filter?.Pairs(column) ?? []] };
    }

    /// <summary>The pairs of the address that filter one column, in whatever shape.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(GridState state, string column) =>
        [.. state.Filters.Where(filter => filter.Name == column || filter.Name.StartsWith(column + "->", StringComparison.Ordinal)
            || (filter.Name == "or" && filter.Value.StartsWith($"({column}.in.", StringComparison.Ordinal) && filter.Value.EndsWith($",{column}.is.null)", StringComparison.Ordinal)))];

    /// <summary>The text that the table's search columns are searched for; "" for none.</summary>
    public static string TextOf(GridState state) => TextPair(state) is { } pair ? pair.Text : "";

    private static GridState WithText(GridState state, string text)
    {
        var kept = TextPair(state) is { } pair ? state.Filters.Where(filter => filter != pair.Filter) : state.Filters;
        var value = text.Trim().Length == 0 || Searched(state.Table).Count == 0 ? null : Search(state.Table, text.Trim());
        return state with { Filters = value is null ? [.. kept] : [("or", value), .. kept] };
    }

    private static ((string Name, string Value) Filter, string Text)? TextPair(GridState state)
    {
        foreach (var filter in state.Filters.Where(filter => filter.Name == "or" && Searched(state.Table).Count > 0))
        {
            var head = $"({Searched(state.Table)[0]}.ilike.\"";
            var end = filter.Value.StartsWith(head, StringComparison.Ordinal) ? End(filter.Value, head.Length) : -1;
            if (end > 0 && FilterText.OfList($"({filter.Value[(head.Length - 1)..(end + 1)]})") is [var pattern]
                && FilterText.OfPattern(pattern) is { Anywhere: true } found && Search(state.Table, found.Text) == filter.Value)
            {
                return (filter, found.Text);
            }
        }

        return null;
    }

    /// <summary>Where the quoted value that begins at <paramref name="at"/> ends.</summary>
    private static int End(string text, int at)
    {
        for (; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
        }

        return at < text.Length ? at : -1;
    }

    /// <summary>The table's search columns that hold text.</summary>
    public static IReadOnlyList<string> Searched(TableDeclaration table) =>
        [.. table.Search.Where(name => GridColumns.Named(table, name) is { } column && (column.IsText() || column.OneOf is not null))];

    private static string Search(TableDeclaration table, string text)
    {
        var pattern = FilterText.Pattern(text, anywhere: true).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"({string.Join(',', Searched(table).Select(column => $"{column}.ilike.\"{pattern}\""))})";
    }

    private static IReadOnlyList<GridOrder> Orders(TableDeclaration table, IQueryCollection query)
    {
        var orders = new List<GridOrder>();
        for (var at = 1; at <= Sorts; at++)
        {
            if (GridColumns.Named(table, query[$"set-order-{at}"].ToString()) is { } column && orders.All(order => order.Column != column.Name))
            {
                orders.Add(GridColumns.Directed(table, column, query[$"set-direction-{at}"] == "desc"));
            }
        }

        return orders;
    }

    private static ColumnFilter? Filter(ColumnDeclaration column, IQueryCollection query)
    {
        var values = query["set-value"].Where(value => !string.IsNullOrEmpty(value)).Select(value => value!).ToList();
        return query["set-ask"].ToString() switch
        {
            "contains" => New(FilterAsk.Contains),
            "starts" => New(FilterAsk.Starts),
            "equal" => New(FilterAsk.Equal),
            "not" => New(FilterAsk.Not),
            "any" => New(FilterAsk.AnyOf) with { OrEmpty = query["set-empty"] == "1", Path = "" },
            "between" when query["set-empty"] == "1" => New(FilterAsk.Empty),
            "between" => New(FilterAsk.Between) with { From = Given("set-from"), To = Given("set-to") },
            "true" => New(FilterAsk.True),
            "false" => New(FilterAsk.False),
            "empty" => New(FilterAsk.Empty),
            "present" => New(FilterAsk.Present),
            _ => null,
        };

        ColumnFilter New(FilterAsk ask) => new(column.Name, ask, values, Path: query["set-path"].ToString().Trim());

        string? Given(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
    }
}
