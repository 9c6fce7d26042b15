using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Booking;

/// <summary>
/// Runs a statement whose parameters are columns of rows: arrays for `unnest`, in the order of their numbers. Without rows nothing is sent.
/// </summary>
internal static class Bulk
{
    /// <summary>A column of text, without the character that PostgreSQL cannot store.</summary>
    public static NpgsqlParameter Of<T>(T[] items, Func<T, string?> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = Array.ConvertAll(items, item => value(item)?.Replace("\0", "", StringComparison.Ordinal)) };

    public static NpgsqlParameter Of<T, TValue>(T[] items, Func<T, TValue> value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = Array.ConvertAll(items, item => value(item)) };

    /// <returns>The rows that it wrote.</returns>
    public static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        if (IsEmpty(parameters))
        {
            return 0;
        }

        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<int> CountAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        if (IsEmpty(parameters))
        {
            return 0;
        }

        await using var command = Command(connection, sql, parameters);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    public static async Task<(int First, int Second)> PairAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        if (IsEmpty(parameters))
        {
            return (0, 0);
        }

        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static bool IsEmpty(NpgsqlParameter[] parameters) => parameters.Length > 0 && parameters[0].Value is Array { Length: 0 };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
