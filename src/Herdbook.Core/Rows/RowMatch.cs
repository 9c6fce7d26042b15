using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>The row is no longer what the writer had read. Whoever catches it tells both versions.</summary>
internal sealed class RowChangedException(TableDeclaration table, RowKey? key) : Exception("The row is not what it was.")
{
    public TableDeclaration Table => table;

    /// <summary>Null when there is no such row.</summary>
    public RowKey? Key => key;
}

/// <summary>If-Match: locks the row first, so that what is compared is what will be changed.</summary>
internal static class RowMatch
{
    /// <exception cref="RowChangedException">The row has another version, or is not there.</exception>
    /// <exception cref="RowRefusalException">`if_match_one_row`.</exception>
    public static async Task RequireAsync(NpgsqlConnection connection, RowQuery query, string condition, CancellationToken ct)
    {
        var found = new List<(string[] Key, string Version)>();
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { RowWriteSql.Lock(query).Command() } })
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found.Add((reader.GetFieldValue<string[]>(0), reader.GetString(1)));
            }
        }

        if (found.Count > 1)
        {
            throw new RowRefusalException("if_match_one_row", "If-Match is about one row, and the filter finds several. Nothing was changed.")
            {
                Rule = "If-Match",
                Remedy = "Filter by the key.",
            };
        }

        if (found is not [var (key, version)])
        {
            throw new RowChangedException(query.Table, RowSql.KeyOf(query));
        }

        if (!Matches(condition, version))
        {
            throw new RowChangedException(query.Table, RowKey.Of(query.Table, key));
        }
    }

    /// <summary>The comparison is strong: a weak tag matches nothing.</summary>
    private static bool Matches(string condition, string version) =>
        condition.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == RowReader.ETag(version));
}
