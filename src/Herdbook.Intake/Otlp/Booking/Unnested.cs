using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Otlp.Booking;

/// <summary>Arrays of a statement that unnests them: a column for each field, an element for each row.</summary>
internal static class Unnested
{
    public static NpgsqlParameter<string?[]> Texts<T>(IReadOnlyCollection<T> rows, Func<T, string?> of) => Of(rows, of, NpgsqlDbType.Text);

    public static NpgsqlParameter<DateTimeOffset?[]> Times<T>(IReadOnlyCollection<T> rows, Func<T, DateTimeOffset?> of) => Of(rows, of, NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter<long?[]> Longs<T>(IReadOnlyCollection<T> rows, Func<T, long?> of) => Of(rows, of, NpgsqlDbType.Bigint);

    public static NpgsqlParameter<int[]> Integers<T>(IReadOnlyCollection<T> rows, Func<T, int> of) => Of(rows, of, NpgsqlDbType.Integer);

    public static NpgsqlParameter<byte[]?[]> Jsons<T>(IReadOnlyCollection<T> rows, Func<T, byte[]?> of) => Of(rows, of, NpgsqlDbType.Jsonb);

    public static NpgsqlParameter<string> Of(string value) => new() { TypedValue = value };

    public static NpgsqlParameter<TValue[]> Of<T, TValue>(IReadOnlyCollection<T> rows, Func<T, TValue> of, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
        {
            values[i++] = of(row);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
