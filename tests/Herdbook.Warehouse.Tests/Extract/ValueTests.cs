using Xunit;

namespace Herdbook.Warehouse.Tests.Extract;

/// <summary>Every value comes as it was, whichever way it takes: a ledger's in PostgreSQL's binary form, an entity's out of the history's JSON.</summary>
public sealed class ValueTests
{
    private const string Columns = """
          t:  {type: text}
          v:  {type: varchar(20)}
          b:  {type: boolean}
          i2: {type: smallint}
          i4: {type: integer}
          i8: {type: bigint}
          n:  {type: "numeric(18,6)"}
          nn: {type: numeric}
          nb: {type: "numeric(60,20)"}
          r:  {type: real}
          d:  {type: double precision}
          da: {type: date}
          ts: {type: timestamptz}
          iv: {type: interval}
          u:  {type: uuid}
          j:  {type: jsonb}
          by: {type: bytea}
          ip: {type: inet}
          ra: {type: int4range}
          ta: {type: "text[]"}
          ia: {type: "bigint[]"}
          na: {type: "numeric(8,2)[]"}
          sa: {type: "timestamptz[]"}
          ve: {type: vector(3)}
          s:  {type: text, secret: true}
        """;

    private const string Ledger = "table: custom.binary_values\nkind: ledger\nabout: Values.\ncolumns:\n  k:  {type: integer}\n" + Columns;
    private const string Entity = "table: custom.json_values\nkind: entity\nabout: Values.\nkey: k\ncolumns:\n  k:  {type: integer}\n" + Columns;

    private static readonly (string Column, string Sql, string Expected)[] Values =
    [
        ("t", "E'tab\\t \"quoted\" back\\\\slash \\u00e9 \\U0001F600 \\u2028 end'", "tab\t \"quoted\" back\\slash é 😀 \u2028 end"),
        ("t", "''", ""),
        ("t", "repeat('long text of more than twelve bytes ', 3)", "long text of more than twelve bytes long text of more than twelve bytes long text of more than twelve bytes "),
        ("v", "'bounded'", "bounded"),
        ("b", "true", "true"),
        ("b", "false", "false"),
        ("i2", "-32768", "-32768"),
        ("i4", "2147483647", "2147483647"),
        ("i8", "-9223372036854775808", "-9223372036854775808"),
        ("i8", "9007199254740993", "9007199254740993"),
        ("n", "123456789012.123456", "123456789012.123456"),
        ("n", "-0.000001", "-0.000001"),
        ("n", "-999999999999.999999", "-999999999999.999999"),
        ("n", "0", "0.000000"),
        ("n", "10000", "10000.000000"),
        ("n", "'NaN'", "NULL"),
        ("nn", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"),
        ("nn", "0.00000000005", "0.0000000001"),
        ("nn", "-0.00000000004", "0.0000000000"),
        ("nn", "9999999999999999999999999999.99999999995", "NULL"),
        ("nn", "1e40", "NULL"),
        ("nn", "'-Infinity'", "NULL"),
        ("nn", "1e-30", "0.0000000000"),
        ("nb", "1234567890123456789012345678.12345678905", "1234567890123456789012345678.1234567891"),
        ("r", "1.5e-3", "0.0015"),
        ("d", "1e300", "1e+300"),
        ("d", "0.1", "0.1"),
        ("d", "'NaN'", "nan"),
        ("d", "'-Infinity'", "-inf"),
        ("da", "'2026-02-28'", "2026-02-28"),
        ("da", "'infinity'", "infinity"),
        ("da", "'-infinity'", "-infinity"),
        ("da", "'0044-03-15 BC'", "0044-03-15 (BC)"),
        ("da", "'12026-01-01'", "12026-01-01"),
        ("ts", "'2026-07-25 22:49:00.123456+02'", "2026-07-25 20:49:00.123456+00"),
        ("ts", "'1969-12-31 23:59:59.999999+00'", "1969-12-31 23:59:59.999999+00"),
        ("ts", "'infinity'", "infinity"),
        ("ts", "'-infinity'", "-infinity"),
        ("ts", "'0001-01-01 00:00:00+00 BC'", "0001-01-01 (BC) 00:00:00+00"),
        ("ts", "'25000-06-01 12:00:00+00'", "25000-06-01 12:00:00+00"),
        ("iv", "'1 year 2 mons -3 days 04:05:06.5'", "1 year 2 months -3 days 04:05:06.5"),
        ("iv", "'-2 hours'", "-02:00:00"),
        ("iv", "'1 day'", "1 day"),
        ("u", "'00112233-4455-6677-8899-aabbccddeeff'", "00112233-4455-6677-8899-aabbccddeeff"),
        ("u", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("j", """'{"b": [1, 2.50, "\u00e9\n"], "a": null, "": {"deep": {}}}'""", """{"": {"deep": {}}, "a": null, "b": [1, 2.50, "é\n"]}"""),
        ("j", "'\"text\"'", "\"text\""),
        ("j", "'12345678901234567890.5'", "12345678901234567890.5"),
        ("by", "'\\x00ff41'", "\\x00\\xFFA"),
        ("by", "''", ""),
        ("ip", "'10.1.2.3/8'", "10.1.2.3/8"),
        ("ra", "'[3,7)'", "[3,7)"),
        ("ta", "array['a', null, 'with \"quotes\"', '']", "[a, NULL, 'with \"quotes\"', '']"),
        ("ta", "array[]::text[]", "[]"),
        ("ta", "'{{a,b},{c,d}}'", "NULL"),
        ("ia", "array[1, null, -9223372036854775808]", "[1, NULL, -9223372036854775808]"),
        ("na", "array[1.5, 'NaN']", "NULL"),
        ("na", "array[1.5, -2]", "[1.50, -2.00]"),
        ("sa", "array['2026-01-01 00:00+00'::timestamptz]", "['2026-01-01 00:00:00+00']"),
        ("ve", "'{1,2.5,-3}'", "[1.0, 2.5, -3.0]"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_value_arrives_exactly_by_either_way_and_what_does_not_fit_is_told()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.DeclareAsync([Ledger, Entity], [], Ct);
        foreach (var table in new[] { "binary_values", "json_values" })
        {
            await bronze.WriteAsync(string.Join(';', Values.Select((value, i) => $"insert into custom.{table} (k, {value.Column}, s) values ({i}, {value.Sql}, 'secret')")), Ct);
        }

        var summary = await bronze.ExtractAsync(Ct);
        Assert.Equal((Values.Length, Values.Length), (summary.Rows["custom.binary_values"], summary.Rows["custom.json_values"]));
        foreach (var table in new[] { "binary_values", "json_values" })
        {
            var found = Values.Select((value, i) => $"{value.Column} {value.Sql}: {bronze.Rows($"select \"{value.Column}\"::varchar from custom.{table} where k = {i}", Ct).Single()}");
            Assert.Equal(Values.Select(value => $"{value.Column} {value.Sql}: {value.Expected}"), found);
            Assert.Equal(
                Values.Where(value => value.Expected == "NULL").Select(value => value.Column).Order(),
                bronze.Rows($"select column_name from meta.unfit where table_name = 'custom.{table}' order by 1", Ct));
            Assert.Equal(["0"], bronze.Rows($"select count(*) from duckdb_columns() where table_name = '{table}' and column_name in ('s', 'tenant_id', 'booked_xid')", Ct));
        }
    }

    [Fact]
    public async Task Bronze_has_the_types_that_the_declarations_ask_for()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.DeclareAsync([Ledger], [], Ct);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(
            [
            "VARCHAR", "VARCHAR", "BOOLEAN", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL(18,6)", "DECIMAL(38,10)", "DECIMAL(38,10)", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP WITH TIME ZONE", "INTERVAL",
            "UUID", "JSON", "BLOB", "VARCHAR", "VARCHAR", "VARCHAR[]", "BIGINT[]", "DECIMAL(8,2)[]", "TIMESTAMP WITH TIME ZONE[]", "FLOAT[]",
            ],
            bronze.Rows("select data_type from duckdb_columns() where table_name = 'binary_values' and column_name not in ('booking_id', 'k', 'booked_at', '_batch') order by column_index", Ct));
    }
}
