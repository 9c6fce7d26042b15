using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Booking;

/// <summary>Parameters of statements: a value, or a column of rows as the array that a statement unnests.</summary>
internal static class Columns
{
    public static NpgsqlParameter<long> Of(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter<string> Of(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter<string?[]> Texts<T>(IReadOnlyCollection<T> rows, Func<T, string?> of) => Of(rows, of, NpgsqlDbType.Text);

    public static NpgsqlParameter<int[]> Wholes<T>(IReadOnlyCollection<T> rows, Func<T, int> of) => Of(rows, of, NpgsqlDbType.Integer);

    public static NpgsqlParameter<decimal?[]> Amounts<T>(IReadOnlyCollection<T> rows, Func<T, decimal?> of) => Of(rows, of, NpgsqlDbType.Numeric);

    public static NpgsqlParameter<DateTimeOffset?[]> Times<T>(IReadOnlyCollection<T> rows, Func<T, DateTimeOffset?> of) =>
        Of(rows, r => of(r)?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

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
}
