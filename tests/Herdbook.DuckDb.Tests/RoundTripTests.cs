using Xunit;

namespace Herdbook.DuckDb.Tests;

/// <summary>Each type: literal to value, parameter to value, appender to value.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.InMemory();
    private readonly DuckDbConnection _connection;

    public RoundTripTests()
    {
        _connection = _database.Connect();
        _connection.Execute("set TimeZone = 'UTC'", Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, object?> Literals => new()
    {
        { "true", true },
        { "(-128)::tinyint", (sbyte)-128 },
        { "255::utinyint", (byte)255 },
        { "(-32768)::smallint", short.MinValue },
        { "65535::usmallint", ushort.MaxValue },
        { "(-2147483648)::int", int.MinValue },
        { "4294967295::uinteger", uint.MaxValue },
        { "9223372036854775807", long.MaxValue },
        { "18446744073709551615::ubigint", ulong.MaxValue },
        { "1.5::float", 1.5f },
        { "1e308::double", 1e308 },
        { "'-infinity'::double", double.NegativeInfinity },
        { "'naïve 🐄 text that is long'", "naïve 🐄 text that is long" },
        { "''", "" },
        { "null::int", null },
        { "null", null },
        { "'[1]'::json", "[1]" },
        { "'b'::enum('a', 'b')", "b" },
        { "'infinity'::date", "infinity" },
        { "'-infinity'::timestamptz", "-infinity" },
    };

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_literal_is_read(string sql, object? expected) => Assert.Equal(expected, _connection.Scalar($"select {sql}", Ct));

    [Fact]
    public void Decimals_of_all_widths_are_exact()
    {
        foreach (var (type, text) in ((string, string)[])
        [
            ("decimal(4,2)", "-99.99"), ("decimal(9,0)", "123456789"), ("decimal(18,3)", "-123456789012345.678"),
            ("decimal(38,10)", "1234567890123456789012345678.0123456789"), ("decimal(38,38)", "-0.00000000000000000000000000000000000001"),
            ("decimal(38,0)", "-99999999999999999999999999999999999999"),
        ])
        {
            Assert.Equal(text, _connection.Scalar($"select '{text}'::{type}", Ct)!.ToString());
        }

        using var result = _connection.Query("select 12.50::decimal(38,2) as a, 1::decimal(38,30) as b, '99999999999999999999999999999999999999'::decimal(38,0) as c", Ct);
        var row = result.Rows(Ct).Single();
        Assert.Equal(12.50m, row.GetDecimal("a"));
        Assert.Equal(1m, row.GetDecimal("b"));
        Assert.Throws<OverflowException>(() => row.GetDecimal("c"));
    }

    [Fact]
    public void Every_kind_of_parameter_comes_back()
    {
        foreach (var value in Parameters())
        {
            Assert.Equal(value, _connection.Scalar("select ?", Ct, value));
        }

        Assert.Equal(DuckDbDecimal.From(-12.345m), _connection.Scalar("select ?", Ct, -12.345m));
        Assert.Equal(new DuckDbInterval(0, 1, 3_600_000_000), _connection.Scalar("select ?", Ct, TimeSpan.FromHours(25)));
        Assert.Equal(new object?[] { "a", null, "c" }, _connection.Scalar("select ?", Ct, (object)new string?[] { "a", null, "c" }));
        Assert.Equal(3L, _connection.Scalar("select count(*) from unnest(?)", Ct, new List<long> { 1, 2, 3 }));
        Assert.Equal(0L, _connection.Scalar("select count(*) from (select 'x' as s) where s in (select unnest(?::varchar[]))", Ct, (object)Array.Empty<string>()));
        Assert.Equal(true, _connection.Scalar("select 'b' = any(?)", Ct, (object)new[] { "a", "b" }));
        var given = Assert.IsType<Dictionary<string, object?>>(_connection.Scalar("select ?", Ct, new Dictionary<string, object?> { ["x"] = 1, ["y"] = new[] { 1.5, 2 } }));
        Assert.Equal(1, given["x"]);
        Assert.Equal(new object?[] { 1.5, 2.0 }, given["y"]);
    }

    [Fact]
    public void Uuids_and_moments_agree_with_their_text()
    {
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Assert.Equal(id, _connection.Scalar("select '00112233-4455-6677-8899-aabbccddeeff'::uuid", Ct));
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", _connection.Scalar("select ?::varchar", Ct, id));
        Assert.Equal("2026-02-28 23:59:59.123456", _connection.Scalar("select ?::varchar", Ct, new DateTime(2026, 2, 28, 23, 59, 59).AddTicks(1234567)));
        Assert.Equal("2026-01-01 10:00:00+00", _connection.Scalar("select ?::varchar", Ct, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2))));
        Assert.Equal("0001-01-01", _connection.Scalar("select ?::varchar", Ct, DateOnly.MinValue));
        Assert.Equal(DateTime.MaxValue.AddTicks(-9), _connection.Scalar("select ?", Ct, DateTime.MaxValue));
        Assert.Equal(new TimeOnly(23, 59, 59, 999, 999), _connection.Scalar("select '23:59:59.999999'::time", Ct));
        Assert.Equal("24:00:00", _connection.Scalar("select '24:00:00'::time", Ct));
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, 123), _connection.Scalar("select '2026-01-01 00:00:00.123'::timestamp_ms", Ct));
        Assert.Equal(new DateTime(1969, 12, 31, 23, 59, 59), _connection.Scalar("select '1969-12-31 23:59:59'::timestamp_s", Ct));
    }

    [Fact]
    public void Nested_values_of_nested_types_are_read()
    {
        var map = Assert.IsType<KeyValuePair<object, object?>[]>(_connection.Scalar("select map {'a': 1, 'b': null}", Ct));
        Assert.Equal([new("a", 1), new("b", null)], map);
        var lists = Assert.IsType<object?[]>(_connection.Scalar("select [[1, null], [], null, [3]]", Ct));
        Assert.Equal(new object?[] { new object?[] { 1, null }, Array.Empty<object?>(), null, new object?[] { 3 } }, lists);
        Assert.Equal(new object?[] { 1, 2, 3 }, _connection.Scalar("select [1, 2, 3]::int[3]", Ct));
        var row = Assert.IsType<Dictionary<string, object?>>(_connection.Scalar("select {'a': [{'b': 'deep'}], 'n': null}", Ct));
        var inner = Assert.IsType<object?[]>(row["a"]);
        Assert.Equal("deep", Assert.IsType<Dictionary<string, object?>>(inner[0])["b"]);
        Assert.Null(row["n"]);
    }

    [Theory]
    [InlineData("decimal(10,2)", "DECIMAL(10,2)")]
    [InlineData("int[]", "INTEGER[]")]
    [InlineData("varchar[3]", "VARCHAR[3]")]
    [InlineData("map(varchar, int)", "MAP(VARCHAR, INTEGER)")]
    [InlineData("struct(a int, b varchar[])", "STRUCT(\"a\" INTEGER, \"b\" VARCHAR[])")]
    [InlineData("enum('a', 'it''s')", "ENUM('a', 'it''s')")]
    [InlineData("json", "JSON")]
    [InlineData("timestamptz", "TIMESTAMP WITH TIME ZONE")]
    public void A_type_is_written_as_SQL_writes_it(string sql, string expected)
    {
        using var result = _connection.Query($"select null::{sql}", Ct);
        Assert.Equal(expected, result.Columns[0].Type.ToString());
    }

    [Fact]
    public void A_getter_of_another_type_is_refused()
    {
        using var result = _connection.Query("select 1, 'x', [1]", Ct);
        using var chunk = result.Fetch(Ct)!;
        Assert.Throws<InvalidOperationException>(() => chunk[0].GetString(0));
        Assert.Throws<InvalidOperationException>(() => chunk[0].Span<long>().Length);
        Assert.Throws<InvalidOperationException>(() => chunk[1].GetInt64(0));
        Assert.Throws<InvalidOperationException>(() => chunk[2].GetGuid(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[0].GetInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[3].Length);
    }

    private static object?[] Parameters() =>
    [
        null, true, false, (sbyte)-1, (byte)200, (short)-2, (ushort)3, -4, 5u, -6L, 7ul, Int128.MinValue + 1, UInt128.One << 100, 1.25f, -2.5,
        "", "short", "a text of more than twelve bytes, with ünïcödé", new byte[] { 0, 1, 255 }, Array.Empty<byte>(),
        new DateOnly(2026, 2, 28), new TimeOnly(1, 2, 3, 4, 5), new DateTime(2026, 1, 2, 3, 4, 5, 6, 7),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new DuckDbInterval(14, -3, 12345), Guid.NewGuid(),
    ];
}
