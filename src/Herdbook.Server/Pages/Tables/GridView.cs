using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Tables;

namespace Herdbook.Server.Pages.Tables;

/// <summary>One value of a grouped column and the rows that have it.</summary>
/// <param name="Row">A row of nothing but the value.</param>
public sealed record GridGroup(JsonElement Row, long Count);

/// <summary>A request that could not be answered with rows, as the page says it.</summary>
public sealed record GridRefusal(string Message, string? Remedy);

/// <summary>Everything a grid shows.</summary>
/// <param name="Size">The rows that fit the filter; null where nobody counted them.</param>
public sealed record GridView(PageContext Page, CatalogSet Catalog, GridState State, TableSize? Size, IReadOnlyList<SavedView> Views)
{
    public TableDeclaration Table => State.Table;

    public IReadOnlyList<JsonElement> Rows { get; init; } = [];

    /// <summary>The groups instead of rows, where the state groups.</summary>
    public IReadOnlyList<GridGroup>? Groups { get; init; }

    /// <summary>Groups that were read and are not shown, the smallest.</summary>
    public int LeftOut { get; init; }

    /// <summary>There are more groups than were read.</summary>
    public bool HasMoreGroups { get; init; }

    /// <summary>The cursor of the page before this one; null where it is the first.</summary>
    public string? Before { get; init; }

    /// <summary>The cursor of the page after this one; null where it is the last.</summary>
    public string? After { get; init; }

    public GridRefusal? Refusal { get; init; }

    /// <summary>The server's own address with the tenant's path, for a command line.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Nothing narrows the rows: an empty grid is an empty table.</summary>
    public bool IsWhole => State.Filters.Count == 0 && State.AsOf is null && State.Deleted is null;

    /// <summary>Whether rows are selected to be changed together.</summary>
    public bool CanEdit => Page.MayWrite(Table.FullName) && Table is { Kind: TableKind.Entity or TableKind.Junction, Writer: TableWriter.Anyone } && State.AsOf is null;

    public bool CanInsert => Table is { Kind: not (TableKind.View or TableKind.Cache), Writer: TableWriter.Anyone };

    /// <summary>The column whose cell leads to the row: the first that is no link itself.</summary>
    public ColumnDeclaration? Head => State.Columns.FirstOrDefault(column =>
        column.Refers is null && column.Name != Table.Subject?.IdColumn && ValueForms.Of(column) is not (ValueForm.Url or ValueForm.Email or ValueForm.Json or ValueForm.List));

    public string Address(GridState state) => state.Address(Page.Links);

    public string Key(JsonElement row) => RowKey.Of(Table, [.. Table.Key.Select(column => ValueText.Of(row, column))]).Text;

    /// <summary>Filters by what they filter: each column's once, and every tree by itself.</summary>
    public IEnumerable<GridChip> Chips()
    {
        var text = GridForm.TextOf(State);
        foreach (var column in GridColumns.Shown(Table))
        {
            if (GridForm.Of(State, column.Name) is { Count: > 0 } pairs)
            {
                var words = ColumnFilter.Of(column, pairs) is { } filter ? (filter.Path.Length > 0 ? filter.Path + " " : "") + filter.Words : string.Join(" and ", pairs.Select(pair => pair.Value));
                yield return new GridChip(column.Name, words, Address(GridForm.With(State, column, null)), Address(State.At(GridPlace.First) with { Open = column.Name }));
            }
        }

        var named = GridColumns.Shown(Table).SelectMany(column => GridForm.Of(State, column.Name)).ToHashSet();
        foreach (var (name, value) in State.Filters.Where(filter => !named.Contains(filter)))
        {
            var without = State.At(GridPlace.First) with { Filters = [.. State.Filters.Where(filter => filter != (name, value))] };
            yield return text.Length > 0 && GridForm.TextOf(without).Length == 0 && name == "or"
                ? new GridChip("text", $"contains {text}", Address(without), null)
                : new GridChip(name, value, Address(without), null);
        }
    }
}

/// <param name="Without">The address without the filter.</param>
/// <param name="Open">The address that opens its form; null where no form says it.</param>
public sealed record GridChip(string Name, string Words, string Without, string? Open);
