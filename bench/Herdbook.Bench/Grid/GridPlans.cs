using System.Text.Json;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Rows;
using Herdbook.Server.Pages.Tables;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Herdbook.Bench.Grid;

/// <summary>How PostgreSQL reads a page: the plan of the very statement that the grid sends, as the application's role and the tenant.</summary>
internal sealed class GridPlans(HomeSession session)
{
    /// <summary>The nodes that read the table, from the outermost, with their index and what they sort or throw away.</summary>
    public async Task<string> OfAsync(string query, CancellationToken ct)
    {
        var table = session.Catalog.Current[GridTable.Name];
        var state = GridState.Read(table, QueryHelpers.ParseQuery(query).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))));
        var (page, _) = GridReader.Page(session.Catalog.Current, state);
        var statement = RowSql.Select(page with { Limit = state.Limit + 1 }, RowFormat.Json, RowExtras.Cursor);
        var json = await session.Book.ReadAsync(Tenant.Default, (connection, token) => ExplainAsync(connection, statement, token), ct);
        using var plan = JsonDocument.Parse(json);
        var nodes = new List<string>();
        Describe(plan.RootElement[0].GetProperty("Plan"), nodes);
        return string.Join(" < ", nodes);
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, RowStatement statement, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        var command = (statement with { Sql = "explain (analyze, format json) " + statement.Sql }).Command();
        batch.BatchCommands.Add(command);
        return (string)(await batch.ExecuteScalarAsync(ct))!;
    }

    private static void Describe(JsonElement node, List<string> nodes)
    {
        var name = node.GetProperty("Node Type").GetString()!;
        if (name is not ("Limit" or "Subquery Scan" or "Result"))
        {
            var index = node.TryGetProperty("Index Name", out var used) ? " " + used.GetString() : "";
            var left = node.TryGetProperty("Rows Removed by Filter", out var removed) && removed.GetDouble() > 0 ? $" ({removed.GetRawText()} rows passed over)" : "";
            nodes.Add(name + index + left);
        }

        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var child in below.EnumerateArray())
            {
                Describe(child, nodes);
            }
        }
    }
}
