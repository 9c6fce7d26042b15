using Xunit;

namespace Herdbook.DuckDb.Tests;

public sealed class AppenderTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.InMemory();
    private readonly DuckDbConnection _connection;

    public AppenderTests() => _connection = _database.Connect();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Rows_over_many_chunks_arrive_with_their_nulls()
    {
        _connection.Execute("create table t (id bigint, name varchar, price decimal(18,4), moment timestamptz, ok boolean)", Ct);
        using (var appender = _connection.CreateAppender(null, "t"))
        {
            for (var i = 0; i < 10_000; i++)
            {
                appender[0].Append((long)i);
                if (i % 3 == 0)
                {
                    appender[1].AppendNull();
                }
                else
                {
                    appender[1].AppendString($"the name of number {i}");
                }

                appender[2].AppendDecimal(DuckDbDecimal.From(i / 4m));
                appender[3].AppendTimestampTz(DateTimeOffset.UnixEpoch.AddMicroseconds(i));
                appender[4].Append(i % 2 == 0);
                appender.EndRow();
            }

            appender.Close();
            Assert.Equal(10_000, appender.RowCount);
        }

        using var result = _connection.Query("""
            select count(*) as n, sum(id) as ids, count(name) as names, sum(price) as price, max(epoch_us(moment)) as last, count(*) filter (where ok) as ok,
                   bool_and(name is null or name = 'the name of number ' || id) as same
              from t
            """, Ct);
        var row = result.Rows(Ct).Single();
        Assert.Equal((10_000, 49_995_000, 6_666, 12_498_750m, 9_999, 5_000, true),
            (row.GetInt64("n"), row.GetInt64("ids"), row.GetInt64("names"), row.GetDecimal("price"), row.GetInt64("last"), row.GetInt64("ok"), row.GetBoolean("same")));
    }

    [Fact]
    public void Spans_are_appended_column_by_column()
    {
        _connection.Execute("create table t (a int, b double)", Ct);
        using var appender = _connection.CreateAppender("main", "t");
        int[] a = [1, 2, 3];
        appender[0].AppendSpan<int>(a);
        appender[1].AppendSpan<double>([0.5, 0, 1.5], [true, false, true]);
        appender.EndRows(3);
        appender.Close();
        Assert.Equal("1 0.5, 2 null, 3 1.5", _connection.Scalar("select string_agg(a || ' ' || coalesce(b::varchar, 'null'), ', ' order by a) from t", Ct));
    }

    [Fact]
    public void Columns_not_named_get_their_default()
    {
        _connection.Execute("create table t (a int, b varchar default 'none', c int)", Ct);
        using var appender = _connection.CreateAppender(null, "t", ["c", "a"]);
        appender[0].Append(3);
        appender[1].Append(1);
        appender.EndRow();
        appender.Close();
        Assert.Equal("1 none 3", _connection.Scalar("select a || ' ' || b || ' ' || c from t", Ct));
    }

    [Fact]
    public void A_row_with_a_missing_value_is_refused()
    {
        _connection.Execute("create table t (a int, b int)", Ct);
        using var appender = _connection.CreateAppender(null, "t");
        appender[0].Append(1);
        appender.EndRow();
        Assert.Throws<InvalidOperationException>(appender.Flush);
    }

    [Fact]
    public void A_value_of_another_type_is_refused()
    {
        _connection.Execute("create table t (a int, d decimal(4,1), e enum('x'), s varchar, small smallint)", Ct);
        using var appender = _connection.CreateAppender(null, "t");
        Assert.Throws<InvalidOperationException>(() => appender[0].Append(1L));
        Assert.Throws<InvalidOperationException>(() => appender[0].AppendString("1"));
        Assert.Throws<OverflowException>(() => appender[1].AppendDecimal(DuckDbDecimal.From(1000m)));
        Assert.Throws<OverflowException>(() => appender[1].AppendDecimal(DuckDbDecimal.From(0.25m)));
        Assert.Throws<ArgumentException>(() => appender[2].AppendEnum("y"));
        Assert.Throws<ArgumentException>(() => appender[3].AppendBytes([0xC3, 0x28]));
        Assert.Throws<OverflowException>(() => appender[4].AppendInteger(70_000));
    }

    [Fact]
    public void A_constraint_refuses_the_rows_with_its_own_words()
    {
        _connection.Execute("create table t (a int not null)", Ct);
        using var appender = _connection.CreateAppender(null, "t");
        appender[0].AppendNull();
        appender.EndRow();
        var error = Assert.Throws<DuckDbException>(appender.Close);
        Assert.Equal(DuckDbErrorType.Constraint, error.ErrorType);
    }

    [Fact]
    public void A_table_that_is_not_there_is_refused() =>
        Assert.Equal(DuckDbErrorType.Catalog, Assert.Throws<DuckDbException>(() => _connection.CreateAppender("main", "missing")).ErrorType);

    [Fact]
    public void What_was_not_closed_is_thrown_away()
    {
        _connection.Execute("create table t (a int)", Ct);
        using (var appender = _connection.CreateAppender(null, "t"))
        {
            for (var i = 0; i < 3000; i++)
            {
                appender[0].Append(i);
                appender.EndRow();
            }
        }

        Assert.Equal(0L, _connection.Scalar("select count(*) from t", Ct));
    }

    [Fact]
    public void Appended_rows_roll_back_with_their_transaction()
    {
        _connection.Execute("create table t (a int); begin", Ct);
        using (var appender = _connection.CreateAppender(null, "t"))
        {
            appender[0].Append(1);
            appender.EndRow();
            appender.Close();
        }

        Assert.Equal(1L, _connection.Scalar("select count(*) from t", Ct));
        _connection.Execute("rollback", Ct);
        Assert.Equal(0L, _connection.Scalar("select count(*) from t", Ct));
    }

    [Fact]
    public void Lists_that_outgrow_the_chunk_keep_every_element()
    {
        _connection.Execute("create table t (a int[], s struct(x varchar, y int[])[], m map(varchar, bigint))", Ct);
        using (var appender = _connection.CreateAppender(null, "t"))
        {
            for (var i = 0; i < 5000; i++)
            {
                for (var j = 0; j < i % 7; j++)
                {
                    appender[0].Elements.Append(j);
                    var entry = appender[1].Elements;
                    entry.Member(0).AppendString($"element {j} of row {i}");
                    entry.Member(1).Elements.Append(i);
                    entry.Member(1).Elements.AppendNull();
                    entry.Member(1).EndList();
                    entry.EndStruct();
                    appender[2].Elements.Member(0).AppendString($"key {j}");
                    appender[2].Elements.Member(1).Append((long)i);
                    appender[2].Elements.EndStruct();
                }

                {
                    appender[0].EndList();
                    appender[1].EndList();
                    appender[2].EndList();
                }

                appender.EndRow();
            }

            appender.Close();
        }

        Assert.Equal(0L, _connection.Scalar("""
            select count(*) from (select *, row_number() over () - 1 as i from t)
             where len(a) <> i % 7 or len(s) <> i % 7 or cardinality(m) <> i % 7
                or (i % 7 > 2 and (s[3].x <> 'element 2 of row ' || i or s[3].y[1] <> i or s[3].y[2] is not null or m['key 2'] <> i))
            """, Ct));
    }
}
