using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Demo.Year;

/// <summary>Sends many rows in one statement: an array for each column.</summary>
internal static class YearBatch
{
    /// <summary>Does nothing where there are no rows.</summary>
    public static async Task<long> BookAsync<T>(this NpgsqlConnection connection, string sql, IReadOnlyCollection<T> rows, CancellationToken ct, params YearColumn<T>[] columns)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var column in columns)
        {
            command.Parameters.Add(column.Of(rows));
        }

        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Books the changes of one key in their order: first the first of each key, then the second, and so on.</summary>
    public static async Task<long> BookInTurnAsync<T>(
        this NpgsqlConnection connection, string sql, IEnumerable<T> changes, Func<T, string> key, CancellationToken ct, params YearColumn<T>[] columns)
    {
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        var booked = 0L;
        foreach (var turn in changes.Select(c => (Change: c, Turn: turns[key(c)] = turns.GetValueOrDefault(key(c)) + 1)).GroupBy(c => c.Turn, c => c.Change).OrderBy(g => g.Key))
        {
            booked += await connection.BookAsync(sql, turn.ToArray(), ct, columns);
        }

        return booked;
    }
}

/// <summary>A column of rows, as the array that a statement unnests.</summary>
internal sealed class YearColumn<T>(Func<IReadOnlyCollection<T>, NpgsqlParameter> of)
{
    public NpgsqlParameter Of(IReadOnlyCollection<T> rows) => of(rows);
}

/// <summary>Columns of rows; the rows are given only for their type.</summary>
internal static class YearColumns
{
    public static YearColumn<T> Text<T>(IReadOnlyCollection<T> rows, Func<T, string?> value) => Make(rows, value, NpgsqlDbType.Text);

    public static YearColumn<T> Whole<T>(IReadOnlyCollection<T> rows, Func<T, int?> value) => Make(rows, value, NpgsqlDbType.Integer);

    public static YearColumn<T> Amount<T>(IReadOnlyCollection<T> rows, Func<T, decimal?> value) => Make(rows, value, NpgsqlDbType.Numeric);

    public static YearColumn<T> Real<T>(IReadOnlyCollection<T> rows, Func<T, double> value) => Make(rows, value, NpgsqlDbType.Double);

    public static YearColumn<T> Flag<T>(IReadOnlyCollection<T> rows, Func<T, bool> value) => Make(rows, value, NpgsqlDbType.Boolean);

    public static YearColumn<T> Time<T>(IReadOnlyCollection<T> rows, Func<T, DateTimeOffset?> value) =>
        Make(rows, r => value(r)?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    private static YearColumn<T> Make<T, TValue>(IReadOnlyCollection<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        _ = rows;
        return new(chosen => new NpgsqlParameter<TValue[]> { TypedValue = [.. chosen.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
