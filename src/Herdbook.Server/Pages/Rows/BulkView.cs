using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Which rows are to be changed together: named by their keys, or found by a grid's filter.</summary>
/// <param name="Keys">Empty for a filter.</param>
/// <param name="Filter">The grid's query; "" for keys.</param>
public sealed record BulkSelection(TableDeclaration Table, IReadOnlyList<string> Keys, string Filter)
{
    /// <summary>The most rows of one change.</summary>
    public const int Most = 1_000;

    /// <exception cref="RowRefusalException">A key is none, there are too many, or the filter cannot be read.</exception>
    public RowQuery Query(CatalogSet catalog)
    {
        if (Keys.Count == 0)
        {
            var pairs = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Filter).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")));
            return GridReader.Query(catalog, GridState.Read(Table, pairs) with { AsOf = null, Deleted = null }, Table.Key) with { Order = [], Limit = null };
        }

        if (Keys.Count > Most)
        {
            throw new RowRefusalException("max_affected", $"More than {Most} rows are selected.") { Rule = $"at most {Most} rows", Remedy = "Select fewer." };
        }

        var keys = Keys.Select(text => RowKey.Parse(Table, text)).ToList();
        RowCondition where = Table.Key.Count == 1
            ? new RowFilter(RowPath.Of(RowColumns.Of(Table).Key[0]), RowOperator.In, "") { Values = [.. keys.Select(key => key.Text)] }
            : new RowLogic(true, [.. keys.Select(key => key.Condition(Table))]);
        return RowQuery.All(Table) with { Where = where };
    }
}

/// <summary>A row before and after the change.</summary>
/// <param name="Before">A row with key, title and the column.</param>
/// <param name="After">The same after a change that was taken back; undefined where it was refused.</param>
public sealed record BulkLine(RowKey Key, JsonElement Before, JsonElement After);

/// <summary>Everything that a change of many rows shows, in each of its steps.</summary>
/// <param name="Count">Rows that it is about; null while the selection cannot be read.</param>
/// <param name="Field">The column that is to change; null while none is chosen.</param>
public sealed record BulkView(PageContext Page, CatalogSet Catalog, BulkSelection Selection, long? Count, FormField? Field, FormValues? Values)
{
    public TableDeclaration Table => Selection.Table;

    public IReadOnlyList<(string Value, string? Title)> Offered { get; init; } = [];

    /// <summary>The first rows, once a value was given.</summary>
    public IReadOnlyList<BulkLine> Lines { get; init; } = [];

    /// <summary>How many rows the change would touch: it was tried, and taken back.</summary>
    public long? WouldChange { get; init; }

    /// <summary>How many it changed.</summary>
    public long? Changed { get; init; }

    /// <summary>What went against the selection itself, or against the whole change.</summary>
    public FieldFault? Fault { get; init; }

    public string Address => Page.Links.Table(Table.FullName) + "/edit";

    /// <summary>The grid that it came from.</summary>
    public string Back => Selection.Filter.Length > 0 ? $"{Page.Links.Table(Table.FullName)}?{Selection.Filter}" : Page.Links.Table(Table.FullName);

    /// <summary>Columns that can be set to one value in many rows: not those that no two rows may share.</summary>
    public IReadOnlyList<FormField> Choices =>
        [.. FormPlan.Of(Catalog, Table, isNew: false).Fields.Where(one => one.Kind != FieldKind.Secret && !Table.Unique.Any(unique => unique.Columns is [var only] && only == one.Column.Name && unique.Where is null))];
}
