using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>Moves a numbered column's sequence beyond the numbers that were given, so that the next one it gives is free.</summary>
internal static class RowNumbers
{
    /// <summary>A shorter way is gone number by number, which others may do at the same time.</summary>
    private const long Near = 10_000;

    public static async Task KeepAheadAsync(NpgsqlConnection connection, TableDeclaration table, CancellationToken ct)
    {
        var numbered = table.AllColumns.First(column => column.Identity);
        var (largest, last) = await StateAsync(connection, RowNumberSql.State(table, numbered), ct);
        if (largest > RowNumberSql.Most)
        {
            throw new RowRefusalException("value_range", string.Create(CultureInfo.InvariantCulture, $"{numbered.Name} {largest} is more than {RowNumberSql.Most}. Nothing was changed."))
            {
                Column = numbered.Name,
                Rule = "at most 2^53 - 1",
                Remedy = "Leave it out, and the database numbers the row.",
            };
        }

        if (largest > last)
        {
            var move = largest - last <= Near ? RowNumberSql.Step(table, numbered, largest - last) : RowNumberSql.Jump(table, numbered, largest);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowResults.Command(move, null) } };
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<(long Largest, long Last)> StateAsync(NpgsqlConnection connection, RowStatement state, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowResults.Command(state, null) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
