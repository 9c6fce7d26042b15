using System.Globalization;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Rows;

/// <summary>A change of a row, as people say it.</summary>
internal static class ChangeWords
{
    public static string Word(this RowChange change) => change.Operation switch
    {
        "insert" => "inserted",
        "delete" => "deleted",
        "baseline" => "first seen",
        _ when change.Changed?.Contains("deleted_at") == true => "brought back",
        _ => "changed",
    };

    /// <summary>The semantic colour of the word.</summary>
    public static string Colour(this RowChange change) => change.Operation switch { "insert" => "ok", "delete" => "bad", "baseline" => "quiet", _ => "info" };
}

/// <summary>Reads what became of a row, and the rows beside it.</summary>
internal sealed class RowStory(RowReader rows, LiveCatalog live)
{
    /// <summary>Versions that a row's page lists.</summary>
    public const int Most = 30;

    private const string History = "catalog.history";

    /// <summary>The newest changes, without the rows themselves; one more than <see cref="Most"/> says that there are more.</summary>
    public async Task<IReadOnlyList<RowChange>> ChangesAsync(Tenant tenant, TableDeclaration table, RowKey key, CancellationToken ct)
    {
        if (!table.History)
        {
            return [];
        }

        var page = await rows.PageAsync(tenant, Query(table, key, "booking_id,operation,actor,changed_at,changed") with { Limit = Most + 1 }, RowCount.None, ct);
        return [.. page.Rows.Select(Change)];
    }

    /// <summary>The version of that booking; null when it is none of the row's.</summary>
    public async Task<RowChange?> ChangeAsync(Tenant tenant, TableDeclaration table, RowKey key, long booking, CancellationToken ct)
    {
        var query = Query(table, key, "*", ("booking_id", "eq." + booking.ToString(CultureInfo.InvariantCulture))) with { Limit = 1 };
        return (await rows.PageAsync(tenant, query, RowCount.None, ct)).Rows is [var row] ? Change(row) : null;
    }

    /// <summary>The keys of the rows before and after in the table's own order: by key, of a ledger the newest first.</summary>
    public async Task<(RowKey? Before, RowKey? After)> BesideAsync(Tenant tenant, TableDeclaration table, RowKey key, CancellationToken ct)
    {
        if (table.Kind == TableKind.View)
        {
            return default;
        }

        var down = table.Kind == TableKind.Ledger;
        return (await NextAsync(!down), await NextAsync(down));

        async Task<RowKey?> NextAsync(bool descending)
        {
            var columns = RowColumns.Of(table).Key;
            var query = new RowQuery
            {
                Table = table,
                Select = [.. columns.Select(RowField.Of)],
                Order = [.. columns.Select(column => new RowOrder(RowPath.Of(column), null, descending, null))],
                Limit = 1,
            };
            query = query with { After = RowCursor.Write(query, key.Values) };
            await using var answer = await rows.OpenAsync(tenant, query, RowFormat.Json, RowCount.None, RowExtras.None, ct);
            return await answer.NextAsync(ct) ? RowSurroundings.KeyOf(table, answer.Json()) : null;
        }
    }

    private RowQuery Query(TableDeclaration table, RowKey key, string select, params (string Name, string Value)[] more)
    {
        var names = string.Join(',', table.Names.Select(name => $"\"{name}\""));
        List<KeyValuePair<string, string>> pairs = [new("select", select), new("table_name", $"in.({names})"), new("row_key", "eq." + key.Text), new("order", "booking_id.desc")];
        pairs.AddRange(more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return RowQueryParser.Parse(live.Current, History, pairs);
    }

    private static RowChange Change(JsonElement row) => new(
        row.GetProperty("booking_id").GetInt64(),
        row.GetProperty("operation").GetString()!,
        ValueText.Of(row, "actor"),
        DateTimeOffset.Parse(row.GetProperty("changed_at").GetString()!, CultureInfo.InvariantCulture),
        row.TryGetProperty("changed", out var changed) && changed.ValueKind == JsonValueKind.Array ? [.. changed.EnumerateArray().Select(name => name.GetString()!)] : null,
        Before: null,
        row.TryGetProperty("after", out var after) && after.ValueKind == JsonValueKind.Object ? after : null);
}
