using Xunit;

namespace Herdbook.DuckDb.Tests;

public sealed class ConnectionTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.InMemory();
    private readonly DuckDbConnection _connection;

    public ConnectionTests() => _connection = _database.Connect();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void The_library_is_found_and_tells_its_version() => Assert.StartsWith("v1.5", DuckDbDatabase.LibraryVersion, StringComparison.Ordinal);

    [Fact]
    public void Several_statements_run_in_order_and_the_last_tells_its_rows()
    {
        Assert.Equal(2, _connection.Execute("create table t (a int); insert into t values (1); insert into t values (2), (3)", Ct));
        Assert.Equal(6L, Convert.ToInt64(((Int128)_connection.Scalar("select sum(a) from t", Ct)!).ToString(), null));
    }

    [Fact]
    public void A_failing_statement_leaves_those_before_it()
    {
        Assert.Throws<DuckDbException>(() => _connection.Execute("create table t (a int); insert into t values (1); insert into t values ('x')", Ct));
        Assert.Equal(1L, _connection.Scalar("select count(*) from t", Ct));
    }

    [Theory]
    [InlineData("selec 1", DuckDbErrorType.Parser, 1)]
    [InlineData("select\n  missing", DuckDbErrorType.Binder, 2)]
    [InlineData("select * from missing", DuckDbErrorType.Catalog, 1)]
    [InlineData("select 'x'::int", DuckDbErrorType.Conversion, 1)]
    [InlineData("select error('own words')", DuckDbErrorType.InvalidInput, null)]
    [InlineData("select 9223372036854775807 + range from range(1, 2)", DuckDbErrorType.OutOfRange, null)]
    public void An_error_has_DuckDBs_words_its_type_and_its_line(string sql, DuckDbErrorType type, int? line)
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Execute(sql, Ct));
        Assert.Equal(type, error.ErrorType);
        Assert.Equal(line, error.Line);
        Assert.Contains(" Error: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constraint_says_so()
    {
        _connection.Execute("create table t (a int primary key); insert into t values (1)", Ct);
        Assert.Equal(DuckDbErrorType.Constraint, Assert.Throws<DuckDbException>(() => _connection.Execute("insert into t values (1)", Ct)).ErrorType);
    }

    [Fact]
    public void A_failure_in_a_later_chunk_is_an_error_of_the_fetch()
    {
        using var result = _connection.Query("select case when i = 150000 then error('late') else i end from range(200000) t(i)", Ct);
        var error = Assert.Throws<DuckDbException>(() => { while (result.Fetch(Ct) is { } chunk) { chunk.Dispose(); } });
        Assert.Contains("late", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _connection.Scalar("select 1", Ct));
    }

    [Fact]
    public void Rows_are_streamed_in_chunks()
    {
        using var result = _connection.Query("select i, i * 2 as twice from range(10000) t(i)", Ct);
        Assert.Equal(["i", "twice"], result.Columns.Select(c => c.Name));
        long sum = 0, rows = 0;
        while (result.Fetch(Ct) is { } chunk)
        {
            using (chunk)
            {
                rows += chunk.RowCount;
                foreach (var value in chunk[1].Span<long>())
                {
                    sum += value;
                }
            }
        }

        Assert.Equal((10000, 99990000), (rows, sum));
    }

    [Fact]
    public void Another_statement_ends_a_result_that_is_still_open()
    {
        using var result = _connection.Query("select i from range(10000000) t(i)", Ct);
        result.Fetch(Ct)!.Dispose();
        Assert.Equal(1, _connection.Scalar("select 1", Ct));
        Assert.Throws<DuckDbException>(() => { while (result.Fetch(Ct) is { } chunk) { chunk.Dispose(); } });
    }

    [Fact]
    public void A_transaction_rolls_back()
    {
        _connection.Execute("create table t (a int); begin; insert into t values (1); rollback", Ct);
        Assert.Equal(0L, _connection.Scalar("select count(*) from t", Ct));
    }

    [Fact]
    public void A_statement_runs_again_with_other_values()
    {
        using var statement = _connection.Prepare("select $a + $b as sum");
        Assert.Equal(2, statement.ParameterCount);
        foreach (var a in (int[])[1, 2])
        {
            statement.Bind("a", a).Bind("b", 10L);
            using var result = statement.Query(Ct);
            Assert.Equal(a + 10L, result.Rows(Ct).Single().GetInt64("sum"));
        }
    }

    [Fact]
    public void Only_one_statement_can_be_prepared()
    {
        Assert.Throws<DuckDbException>(() => _connection.Prepare("select 1; select 2"));
        Assert.Throws<DuckDbException>(() => _connection.Prepare(" -- nothing"));
        Assert.Equal(2, _connection.CountStatements("select 1; select 2"));
    }

    [Fact]
    public void A_parameter_that_is_not_there_is_refused()
    {
        using var statement = _connection.Prepare("select ?::int");
        Assert.Throws<DuckDbException>(() => statement.Bind(2, 1));
        Assert.Throws<DuckDbException>(() => statement.Bind("a", 1));
        Assert.Throws<DuckDbException>(() => statement.Query(Ct));
    }

    [Fact]
    public void A_profile_names_operators_with_rows()
    {
        _connection.Execute("set enable_profiling = 'no_output'", Ct);
        Assert.Equal(100L, _connection.Scalar("select count(*) from range(100)", Ct));
        var profile = _connection.Profile!;
        Assert.NotEmpty(profile.Metrics);
        Assert.NotEmpty(profile.Children);
        Assert.NotNull(profile.Number("LATENCY"));
    }

    [Fact]
    public void A_statement_tells_what_it_is()
    {
        using var select = _connection.Prepare("with a as (select 1) select * from a");
        using var create = _connection.Prepare("create table t (a int)");
        Assert.Equal((DuckDbStatementKind.Select, DuckDbStatementKind.Create), (select.Kind, create.Kind));
    }
}
