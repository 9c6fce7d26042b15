using System.Globalization;
using System.Text;
using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>A column to sort by. Nulls stand where PostgreSQL puts them unless <paramref name="Nulls"/> says first or last.</summary>
public sealed record GridOrder(string Column, bool Descending, string? Nulls = null)
{
    public override string ToString() => $"{Column}.{(Descending ? "desc" : "asc")}{(Nulls is null ? "" : ".nulls" + Nulls)}";
}

/// <summary>Which page of the sorted rows.</summary>
public enum GridPlace
{
    First,

    /// <summary>After the row that the cursor names.</summary>
    After,

    /// <summary>The page that ends before the row that the cursor names.</summary>
    Before,
    Last,
}

/// <summary>
/// A grid's whole state as its address carries it: in PostgREST's words as far as they go. What only the page knows has a hyphen in its name,
/// which no column has.
/// </summary>
public sealed record GridState(TableDeclaration Table)
{
    public const int PageSize = 50;

    /// <summary>Page sizes to choose from.</summary>
    public static readonly IReadOnlyList<int> Sizes = [25, 50, 100, 200];

    private static readonly string[] Trees = ["and", "or", "not.and", "not.or"];

    /// <summary>The chosen columns in their order; empty for those that the table shows by itself.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>Filters as they stand in the address.</summary>
    public IReadOnlyList<(string Name, string Value)> Filters { get; init; } = [];

    public IReadOnlyList<GridOrder> Order { get; init; } = [];

    public string? Group { get; init; }

    /// <summary>Null, <c>include</c> or <c>only</c>.</summary>
    public string? Deleted { get; init; }

    /// <summary>The moment that the rows are shown as of; null for now.</summary>
    public string? AsOf { get; init; }

    public int Limit { get; init; } = PageSize;

    public GridPlace Place { get; init; }

    /// <summary>For After and Before: the values of the sorted columns and the key.</summary>
    public string? Cursor { get; init; }

    /// <summary>The column whose filter is being written.</summary>
    public string? Open { get; init; }

    /// <summary>What the address names and the table has not. It limits nothing, and the page says so.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The columns that the grid shows.</summary>
    public IReadOnlyList<ColumnDeclaration> Columns => Chosen.Count > 0 ? [.. Chosen.Select(name => Table.Column(name)!)] : GridColumns.Usual(Table);

    /// <summary>The order that holds: what was asked for, else newest first in a ledger and by key elsewhere; always ending with the key.</summary>
    public IReadOnlyList<GridOrder> FullOrder
    {
        get
        {
            var order = Order.Count > 0 || Table.Kind != TableKind.Ledger ? Order : [.. Table.Key.Select(key => new GridOrder(key, Descending: true))];
            var last = order.Count > 0 && order[^1].Descending;
            return [.. order, .. Table.Key.Where(key => order.All(by => by.Column != key)).Select(key => new GridOrder(key, last))];
        }
    }

    public static GridState Read(TableDeclaration table, IEnumerable<KeyValuePair<string, string>> query)
    {
        var state = new GridState(table);
        var filters = new List<(string, string)>();
        var unknown = new List<string>();
        foreach (var (name, value) in query)
        {
            switch (name)
            {
                case "" or "part":
                    break;
                case var _ when value.Length == 0:
                    break;
                case "select":
                    state = state with { Chosen = Names(value, unknown, table) };
                    break;
                case "order":
                    state = state with { Order = Orders(value, unknown, table) };
                    break;
                case "limit":
                    state = state with { Limit = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && Sizes.Contains(most) ? most : PageSize };
                    break;
                case "deleted":
                    state = state with { Deleted = value is "include" or "only" && GridColumns.CanDelete(table) ? value : null };
                    break;
                case "as_of":
                    state = state with { AsOf = GridColumns.HasPast(table) ? value : null };
                    break;
                case "group-by":
                    state = state with { Group = Known(value, unknown, table) };
                    break;
                case "page-open":
                    state = state with { Open = Known(value, unknown, table) };
                    break;
                case "page-after":
                    state = state with { Place = GridPlace.After, Cursor = value };
                    break;
                case "page-before":
                    state = state with { Place = GridPlace.Before, Cursor = value };
                    break;
                case "page-last":
                    state = state with { Place = GridPlace.Last, Cursor = null };
                    break;
                case var _ when Trees.Contains(name) || GridColumns.Named(table, name.Split("->")[0]) is not null:
                    filters.Add((name, value));
                    break;
                default:
                    unknown.Add(name);
                    break;
            }
        }

        return state with { Filters = filters, Unknown = unknown };
    }

    /// <summary>The state as the address carries it, in one order: the same state is the same text.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Chosen.Count > 0)
        {
            yield return ("select", string.Join(',', Chosen));
        }

        foreach (var filter in Filters)
        {
            yield return filter;
        }

        if (Order.Count > 0)
        {
            yield return ("order", string.Join(',', Order));
        }

        if (Group is not null)
        {
            yield return ("group-by", Group);
        }

        if (Deleted is not null)
        {
            yield return ("deleted", Deleted);
        }

        if (AsOf is not null)
        {
            yield return ("as_of", AsOf);
        }

        if (Limit != PageSize)
        {
            yield return ("limit", Limit.ToString(CultureInfo.InvariantCulture));
        }

        if (Place == GridPlace.Last)
        {
            yield return ("page-last", "1");
        }
        else if (Place != GridPlace.First && Cursor is not null)
        {
            yield return (Place == GridPlace.After ? "page-after" : "page-before", Cursor);
        }

        if (Open is not null)
        {
            yield return ("page-open", Open);
        }
    }

    /// <summary>The state without its place: what a saved view keeps.</summary>
    public string Query => Text((this with { Place = GridPlace.First, Cursor = null, Open = null }).Pairs());

    public string Address(Links links) => Text(Pairs()) is { Length: > 0 } query ? $"{links.Table(Table.FullName)}?{query}" : links.Table(Table.FullName);

    /// <summary>The first page of another state.</summary>
    public GridState At(GridPlace place, string? cursor = null) => this with { Place = place, Cursor = cursor, Open = null };

    /// <summary>Pairs as a query string; signs that a query may carry stay readable.</summary>
    public static string Text(IEnumerable<(string Name, string Value)> pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            text.Append(text.Length > 0 ? "&" : "").Append(Escape(name)).Append('=').Append(Escape(value));
        }

        return text.ToString();

        static string Escape(string part) => new StringBuilder(Uri.EscapeDataString(part))
            .Replace("%2C", ",").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*").Replace("%3A", ":").Replace("%3E", ">").ToString();
    }

    private static IReadOnlyList<string> Names(string select, List<string> unknown, TableDeclaration table)
    {
        if (select == "*")
        {
            return [.. GridColumns.Shown(table).Select(column => column.Name)];
        }

        var names = select.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        return [.. names.Where(name => Known(name, unknown, table) is not null)];
    }

    private static IReadOnlyList<GridOrder> Orders(string order, List<string> unknown, TableDeclaration table)
    {
        var orders = new List<GridOrder>();
        foreach (var part in order.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = part.Split('.');
            if (Known(words[0], unknown, table) is { } column && orders.All(by => by.Column != column))
            {
                orders.Add(new GridOrder(column, words.Contains("desc"), words.Contains("nullsfirst") ? "first" : words.Contains("nullslast") ? "last" : null));
            }
        }

        return orders;
    }

    private static string? Known(string name, List<string> unknown, TableDeclaration table)
    {
        if (GridColumns.Named(table, name) is not null)
        {
            return name;
        }

        unknown.Add(name);
        return null;
    }
}
